//! Pictures on disk.

use crate::archive::{Existing, check_target, write_whole};
use crate::cli::output::Failure;
use clap::Args;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Whether to draw, and where.
#[derive(Debug, Args)]
pub(super) struct PlotArgs {
    /// Draw a picture into FILE.svg
    #[arg(long, value_name = "FILE.svg", value_parser = picture)]
    plot: Option<PathBuf>,
}

/// Whether to draw, and where, for verbs that write nothing else.
#[derive(Debug, Args)]
pub(super) struct PictureArgs {
    #[command(flatten)]
    plot: PlotArgs,
    /// Replace an existing picture
    #[arg(long, requires = "plot")]
    force: bool,
}

impl PictureArgs {
    /// The picture that is wanted, if one is; checks that it can be written.
    pub(super) fn picture(&self) -> Result<Picture, Failure> {
        self.plot.picture(self.force)
    }

    /// Refuses a picture where there is nothing to draw.
    pub(super) fn refuse(&self, reason: &str) -> Result<(), Failure> {
        match self.plot.plot {
            Some(_) => Err(Failure::BadInput(format!("error: --plot: {reason}\n"))),
            None => Ok(()),
        }
    }
}

impl PlotArgs {
    /// The picture that is wanted, if one is; checks that it can be written. `force` lets it replace another.
    pub(super) fn picture(&self, force: bool) -> Result<Picture, Failure> {
        let target = |path: &PathBuf| Target::at(path, force);
        Ok(Picture(self.plot.as_ref().map(target).transpose()?))
    }
}

/// Where a picture is to go; found before anything is played, so that no work is lost on a path that cannot be written.
pub(super) struct Picture(Option<Target>);

impl Picture {
    /// Whether there is a picture to draw.
    pub(super) fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// Writes the picture that `draw` makes, if one is wanted.
    pub(super) fn draw(&self, draw: impl FnOnce() -> String) -> Result<(), Failure> {
        let Some(target) = &self.0 else { return Ok(()) };
        let bytes = encoded(&target.path, draw())?;
        target.write(&mut |out| out.write_all(&bytes))
    }
}

/// A file that somebody asked for.
pub(super) struct Target {
    path: PathBuf,
    existing: Existing,
}

impl Target {
    /// Checks that a file can be written there, in place of another where `force` says so.
    pub(super) fn at(path: &Path, force: bool) -> Result<Self, Failure> {
        let existing = if force { Existing::Replace } else { Existing::Keep };
        check_target(path, existing).map_err(|error| refuse(path, &error))?;
        Ok(Self { path: path.to_owned(), existing })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file.
    pub(super) fn write(
        &self,
        writes: &mut dyn FnMut(&mut BufWriter<File>) -> std::io::Result<()>,
    ) -> Result<(), Failure> {
        write_whole(&self.path, self.existing, writes).map_err(|error| refuse(&self.path, &error))
    }
}

fn picture(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg") => Ok(path),
        #[cfg(feature = "png")]
        Some("png") => Ok(path),
        #[cfg(not(feature = "png"))]
        Some("png") => {
            Err("this build draws .svg only; build with `cargo build --features png` to draw .png".to_owned())
        }
        _ => Err("expected a file that ends in .svg".to_owned()),
    }
}

fn refuse(path: &Path, error: &std::io::Error) -> Failure {
    Failure::BadInput(format!("error: {}: {error}\n", path.display()))
}

#[cfg(not(feature = "png"))]
fn encoded(_: &Path, svg: String) -> Result<Vec<u8>, Failure> {
    Ok(svg.into_bytes())
}

/// The picture as its file wants it: as it is, or in pixels, two for each of the drawing's.
#[cfg(feature = "png")]
fn encoded(path: &Path, svg: String) -> Result<Vec<u8>, Failure> {
    use resvg::{tiny_skia, usvg};
    if path.extension().is_none_or(|ending| ending != "png") {
        return Ok(svg.into_bytes());
    }
    let wrong = |what: &str| Failure::BadInput(format!("error: {}: {what}\n", path.display()));
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    // The drawing asks for any face without serifs; not every system says which one that is.
    const KNOWN: [&str; 5] = ["Liberation Sans", "DejaVu Sans", "Noto Sans", "Arial", "Helvetica"];
    let families: Vec<String> = fonts.faces().filter_map(|face| Some(face.families.first()?.0.clone())).collect();
    let known = KNOWN.iter().find(|name| families.iter().any(|family| family == *name)).map(|name| (*name).to_owned());
    if let Some(family) = known.or_else(|| families.first().cloned()) {
        fonts.set_sans_serif_family(family);
    }
    if options.fontdb.is_empty() {
        return Err(wrong("no fonts on this machine, so texts would be missing: install some, or draw .svg"));
    }
    let tree = usvg::Tree::from_str(&svg, &options).map_err(|error| wrong(&error.to_string()))?;
    let size = tree.size().to_int_size();
    let mut pixels = tiny_skia::Pixmap::new(2 * size.width(), 2 * size.height()).ok_or_else(|| wrong("too large"))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(2.0, 2.0), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| wrong(&error.to_string()))
}
