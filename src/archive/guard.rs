//! A reader of files that panics has met a damaged file: it is told, and nothing is printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is caught and told.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What `reads` finds, or what it panicked with.
pub(super) fn guarded<T>(reads: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                others(panic);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    // What was half read is dropped.
    let found = catch_unwind(AssertUnwindSafe(reads));
    IS_GUARDED.set(before);
    found.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_told() {
        assert_eq!(guarded(|| 3), Ok(3));
        let empty: Vec<u8> = Vec::new();
        assert!(guarded(|| empty[1]).unwrap_err().contains("out of bounds"));
        assert_eq!(guarded(|| std::panic::panic_any("odd")), Err::<(), _>("odd".to_owned()));
    }
}
