//! An SVG document, written piece by piece. The same data give the same bytes.

use crate::text::printable;

/// A document on its way. Coordinates are in pixels from the upper left corner.
pub(super) struct Svg {
    width: f64,
    height: f64,
    title: String,
    body: String,
}

/// Where a text stands to its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) color: &'static str,
    pub(super) width: f64,
    pub(super) dash: &'static str,
}

pub(super) const INK: &str = "#1a1a1a";
pub(super) const GREY: &str = "#6b6b6b";
pub(super) const PALE: &str = "#dcdcdc";
/// Blue and vermilion of Okabe and Ito (2008): far apart for every eye, and in luminance.
pub(super) const FIRST: &str = "#0072b2";
pub(super) const SECOND: &str = "#d55e00";

/// Colours and dashes that tell lines apart, also in grey.
pub(super) const STYLES: [(&str, &str); 8] = [
    (FIRST, ""),
    (SECOND, "7 3"),
    ("#009e73", "2 2"),
    ("#cc79a7", "9 3 2 3"),
    ("#e69f00", "12 4"),
    ("#56b4e9", "4 2"),
    ("#000000", "1 3"),
    ("#7f7f7f", "14 3 2 3 2 3"),
];

impl Svg {
    pub(super) fn new(width: f64, height: f64, title: &str) -> Self {
        Self { width, height, title: title.to_owned(), body: String::new() }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        let text = format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>\n",
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            stroke.attributes()
        );
        self.body.push_str(&text);
    }

    pub(super) fn polyline(&mut self, points: &[(f64, f64)], stroke: Stroke, title: &str) {
        if points.is_empty() {
            return;
        }
        let text = format!(
            "<polyline points=\"{}\" fill=\"none\" stroke-linejoin=\"round\"{}>{}</polyline>\n",
            coordinates(points),
            stroke.attributes(),
            hover(title)
        );
        self.body.push_str(&text);
    }

    pub(super) fn area(&mut self, points: &[(f64, f64)], color: &str, opacity: f64) {
        let text =
            format!("<polygon points=\"{}\" fill=\"{color}\" fill-opacity=\"{opacity}\"/>\n", coordinates(points));
        self.body.push_str(&text);
    }

    pub(super) fn rect(&mut self, corner: (f64, f64), size: (f64, f64), fill: &str, outline: &str, title: &str) {
        let text = format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\" stroke=\"{outline}\">{}</rect>\n",
            n(corner.0),
            n(corner.1),
            n(size.0.max(0.0)),
            n(size.1.max(0.0)),
            hover(title)
        );
        self.body.push_str(&text);
    }

    pub(super) fn circle(&mut self, at: (f64, f64), radius: f64, fill: &str, outline: &str, title: &str) {
        let text = format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" stroke=\"{outline}\" stroke-width=\"1.3\">{}</circle>\n",
            n(at.0),
            n(at.1),
            n(radius),
            hover(title)
        );
        self.body.push_str(&text);
    }

    /// Many small dots, as one path, so that thousands take little room.
    pub(super) fn dots(&mut self, at: &[(f64, f64)], color: &str) {
        if at.is_empty() {
            return;
        }
        let short = |x: f64| n((10.0 * x).round() / 10.0);
        let d: String = at.iter().map(|(x, y)| format!("M{} {}h0", short(*x), short(*y))).collect();
        let text = format!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2.4\" stroke-linecap=\"round\" \
             stroke-opacity=\"0.3\"/>\n"
        );
        self.body.push_str(&text);
    }

    /// The mark of the lines of a style: one of four shapes.
    pub(super) fn mark(&mut self, style: usize, (x, y): (f64, f64), fill: &str, title: &str) {
        // Styles that share colour and dash differ in shape.
        match (style + style / STYLES.len()) % 4 {
            0 => self.circle((x, y), 2.6, fill, "#ffffff", title),
            1 => self.rect((x - 2.5, y - 2.5), (5.0, 5.0), fill, "#ffffff", title),
            2 => self.path(&format!("M{} {} l3.4 6 l-6.8 0 z", n(x), n(y - 3.6)), fill, "#ffffff", title),
            _ => {
                self.path(&format!("M{} {} l3.4 3.4 l-3.4 3.4 l-3.4 -3.4 z", n(x), n(y - 3.4)), fill, "#ffffff", title)
            }
        }
    }

    pub(super) fn path(&mut self, d: &str, fill: &str, outline: &str, title: &str) {
        let text = format!("<path d=\"{d}\" fill=\"{fill}\" stroke=\"{outline}\">{}</path>\n", hover(title));
        self.body.push_str(&text);
    }

    pub(super) fn text(&mut self, at: (f64, f64), anchor: Anchor, size: f64, color: &str, text: &str) {
        let line = format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\" fill=\"{color}\">{}</text>\n",
            n(at.0),
            n(at.1),
            anchor.name(),
            n(size),
            escape(text)
        );
        self.body.push_str(&line);
    }

    /// Text that stays readable on lines.
    pub(super) fn haloed(&mut self, at: (f64, f64), anchor: Anchor, size: f64, text: &str) {
        // Not every reader paints a stroke below its text, so the halo is a text of its own.
        let halo = format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\" fill=\"#ffffff\" stroke=\"#ffffff\" \
             stroke-width=\"3\" stroke-linejoin=\"round\" aria-hidden=\"true\">{}</text>\n",
            n(at.0),
            n(at.1),
            anchor.name(),
            n(size),
            escape(text)
        );
        self.body.push_str(&halo);
        self.text(at, anchor, size, INK, text);
    }

    pub(super) fn bold(&mut self, at: (f64, f64), size: f64, text: &str) {
        let line = format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"bold\" fill=\"{INK}\">{}</text>\n",
            n(at.0),
            n(at.1),
            n(size),
            escape(text)
        );
        self.body.push_str(&line);
    }

    /// Text that reads upwards.
    pub(super) fn upwards(&mut self, at: (f64, f64), size: f64, text: &str) {
        let line = format!(
            "<text transform=\"translate({} {}) rotate(-90)\" text-anchor=\"middle\" font-size=\"{}\" fill=\"{INK}\">{}</text>\n",
            n(at.0),
            n(at.1),
            n(size),
            escape(text)
        );
        self.body.push_str(&line);
    }

    /// The whole document.
    pub(super) fn finish(self) -> String {
        let (width, height) = (n(self.width), n(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\">\n<title>{}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            escape(&self.title),
            self.body
        )
    }
}

impl Stroke {
    pub(super) const fn new(color: &'static str, width: f64) -> Self {
        Self { color, width, dash: "" }
    }

    pub(super) const fn dashed(color: &'static str, width: f64, dash: &'static str) -> Self {
        Self { color, width, dash }
    }

    fn attributes(self) -> String {
        let dash = if self.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", self.dash) };
        format!(" stroke=\"{}\" stroke-width=\"{}\"{dash}", self.color, n(self.width))
    }
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A coordinate with two decimals; what is no number is put at 0, where it is seen to be wrong.
pub(super) fn n(x: f64) -> String {
    if !x.is_finite() {
        return "0".to_owned();
    }
    let x = if x.is_nan() { 0.0 } else { x };
    let text = format!("{:.2}", x.clamp(-1e6, 1e6));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn coordinates(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect::<Vec<_>>().join(" ")
}

fn hover(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) }
}

/// Text that a browser shows as it is.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            // No character of XML, though one of Unicode.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// About how wide a text is.
pub(super) fn width(text: &str, size: f64) -> f64 {
    0.54 * size * text.chars().count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_always_numbers() {
        for (x, text) in
            [(1.0, "1"), (0.125, "0.12"), (-0.001, "0"), (f64::NAN, "0"), (f64::INFINITY, "0"), (2.50, "2.5")]
        {
            assert_eq!(n(x), text);
        }
        assert_eq!(escape("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
    }
}
