//! How much memory this process may have: `ulimit -v` and the control group. Knows nothing of what takes it.

use std::path::Path;

/// The octets this process may still take, as `ulimit -v` and the control groups say; `None` where neither
/// says anything.
#[must_use]
pub fn memory_limit() -> Option<u64> {
    let text = |path: &str| std::fs::read_to_string(path).ok();
    let address_space = text("/proc/self/limits").as_deref().and_then(address_space);
    let taken = text("/proc/self/status").as_deref().and_then(taken).unwrap_or(0);
    let own = address_space.map(|limit| limit.saturating_sub(taken));
    let groups = text("/proc/self/cgroup").unwrap_or_default();
    groups
        .lines()
        .flat_map(group_files)
        .filter_map(|path| text(&path)?.trim().parse::<u64>().ok())
        .chain(own)
        .min()
}

/// `Max address space  409600000  unlimited  bytes`.
fn address_space(limits: &str) -> Option<u64> {
    limits
        .lines()
        .find_map(|line| line.strip_prefix("Max address space")?.split_whitespace().next()?.parse().ok())
}

/// `VmSize:  12345 kB`.
fn taken(status: &str) -> Option<u64> {
    let kib: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:")?.split_whitespace().next()?.parse().ok())?;
    kib.checked_mul(1024)
}

/// The files that may bound the memory of a line of `/proc/self/cgroup`: of the group, and of all groups
/// above it.
fn group_files(line: &str) -> Vec<String> {
    let mut fields = line.splitn(3, ':').skip(1);
    let (Some(controllers), Some(path)) = (fields.next(), fields.next()) else { return Vec::new() };
    let (root, file) = match controllers {
        "" => ("/sys/fs/cgroup", "memory.max"),
        _ if controllers.split(',').any(|controller| controller == "memory") => {
            ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
        }
        _ => return Vec::new(),
    };
    Path::new(path)
        .ancestors()
        .filter_map(|group| Some(format!("{root}/{}/{file}", group.to_str()?.trim_matches('/'))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read() {
        assert_eq!(
            address_space(
                "Max cpu time  unlimited  unlimited  seconds\nMax address space  409600000  unlimited  \
                bytes\n"
            ),
            Some(409_600_000)
        );
        assert_eq!(
            address_space("Max address space         unlimited            unlimited            bytes\n"),
            None
        );
        assert_eq!(taken("Name:\tdanelaw\nVmSize:\t   5000 kB\n"), Some(5_120_000));
        assert_eq!(
            group_files("0::/a/b"),
            ["/sys/fs/cgroup/a/b/memory.max", "/sys/fs/cgroup/a/memory.max", "/sys/fs/cgroup//memory.max"]
        );
        assert_eq!(
            group_files("4:memory:/a"),
            ["/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "/sys/fs/cgroup/memory//memory.limit_in_bytes"]
        );
        assert!(group_files("1:cpu:/").is_empty() && group_files("").is_empty());
    }
}
