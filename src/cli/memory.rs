//! How much memory this process may still take, where the system tells.

use std::path::PathBuf;

/// Bytes that may still be taken: what is free, what the process may have, and what its group may have, whichever is
/// least.
pub(super) fn free() -> Option<u64> {
    [available(), below_own_limit(), below_group_limit()].into_iter().flatten().min()
}

fn read(path: impl Into<PathBuf>) -> Option<String> {
    std::fs::read_to_string(path.into()).ok()
}

/// What the system has to spare.
fn available() -> Option<u64> {
    kilobytes(&read("/proc/meminfo")?, "MemAvailable:")
}

/// What `ulimit -v` leaves.
fn below_own_limit() -> Option<u64> {
    let limits = read("/proc/self/limits")?;
    let limit = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    let limit: u64 = limit.split_whitespace().next()?.parse().ok()?;
    Some(limit.saturating_sub(kilobytes(&read("/proc/self/status")?, "VmSize:")?))
}

/// What the control group leaves, in the second version or the first.
fn below_group_limit() -> Option<u64> {
    let group = read("/proc/self/cgroup")?;
    let left = |line: &str| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next()?, parts.next()?.trim_start_matches('/'));
        let (root, names) = match controllers {
            "" => ("/sys/fs/cgroup", ["memory.max", "memory.current"]),
            _ if controllers.split(',').any(|name| name == "memory") => {
                ("/sys/fs/cgroup/memory", ["memory.limit_in_bytes", "memory.usage_in_bytes"])
            }
            _ => return None,
        };
        // Inside a container the group's own files may stand at the root.
        let number = |name: &str| {
            let found =
                read(PathBuf::from(root).join(path).join(name)).or_else(|| read(PathBuf::from(root).join(name)));
            found?.trim().parse::<u64>().ok()
        };
        Some(number(names[0])?.saturating_sub(number(names[1])?))
    };
    group.lines().filter_map(left).min()
}

/// A number of kilobytes in a table of the system, in bytes.
fn kilobytes(table: &str, name: &str) -> Option<u64> {
    let line = table.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_the_system_are_read() {
        assert_eq!(kilobytes("MemTotal: 9 kB\nMemAvailable:   12 kB\n", "MemAvailable:"), Some(12 * 1024));
        assert_eq!(kilobytes("", "MemAvailable:"), None);
        if cfg!(target_os = "linux") {
            assert!(free().is_some_and(|bytes| bytes > 1 << 20));
        }
    }
}
