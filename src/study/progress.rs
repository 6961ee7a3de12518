//! How far long work is, told as it goes on.

use std::ops::ControlFlow;

/// How far a study is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Runs that are done, of all arms and points; none where values are exact.
    pub runs: u64,
    /// Runs of the whole study, at most.
    pub of: u64,
    /// Pieces of the study that were played and stored, without those that were there already.
    pub pieces: u64,
}

/// Hears how far a study is, from several threads, and says whether it goes on: [`ControlFlow::Break`] stops it after
/// the piece under way.
pub type Progress<'a> = dyn Fn(Done) -> ControlFlow<()> + Sync + 'a;

/// Hears nothing and stops nothing.
pub fn unwatched(_: Done) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Tells `hear` of the runs that are done, and stops nothing.
pub(crate) fn counted(hear: impl Fn(u64) + Sync) -> impl Fn(Done) -> ControlFlow<()> + Sync {
    move |done| {
        hear(done.runs);
        ControlFlow::Continue(())
    }
}
