//! What can be found out about the process and the machine it runs on.
//!
//! Source: the semantic conventions 1.44.0 for resources (`service`, `process`, `host`, `os`).
//! The command line is left out: it may hold secrets.

use std::hash::{BuildHasher as _, RandomState};
use std::{env, fs, process};

use opentelemetry::KeyValue;

/// Which instance of a service this is: random, so that replicas are told apart.
pub(super) fn service() -> Vec<KeyValue> {
    vec![KeyValue::new("service.instance.id", random_uuid())]
}

/// A UUID of version 4. Each `RandomState` is seeded by the operating system.
///
/// Source: RFC 9562, section 5.4.
fn random_uuid() -> String {
    let random = || RandomState::new().hash_one(process::id());
    let (high, low) = (random(), random());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | 0b10 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

pub(super) fn process() -> Vec<KeyValue> {
    let mut found = vec![KeyValue::new("process.pid", i64::from(process::id()))];
    if let Ok(path) = env::current_exe() {
        if let Some(name) = path.file_name() {
            let name = name.to_string_lossy().into_owned();
            found.push(KeyValue::new("process.executable.name", name));
        }
        let path = path.to_string_lossy().into_owned();
        found.push(KeyValue::new("process.executable.path", path));
    }
    found
}

pub(super) fn host() -> Vec<KeyValue> {
    let variable = |name| env::var(name).ok();
    let name = line_of("/proc/sys/kernel/hostname")
        .or_else(|| variable("HOSTNAME"))
        .or_else(|| variable("COMPUTERNAME"));
    let id = line_of("/etc/machine-id").or_else(|| line_of("/var/lib/dbus/machine-id"));
    let named = [("host.name", name), ("host.id", id)];
    let named = named.into_iter().filter_map(|(key, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(KeyValue::new(key, value))
    });
    named
        .chain([KeyValue::new("host.arch", architecture())])
        .collect()
}

/// The conventions' names for what Rust calls otherwise.
fn architecture() -> &'static str {
    match env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "arm" => "arm32",
        "powerpc" => "ppc32",
        "powerpc64" => "ppc64",
        other => other,
    }
}

pub(super) fn os() -> Vec<KeyValue> {
    let mut found = vec![KeyValue::new("os.type", os_type())];
    let release = fs::read_to_string("/etc/os-release")
        .or_else(|_| fs::read_to_string("/usr/lib/os-release"))
        .unwrap_or_default();
    for (field, key) in [
        ("NAME", "os.name"),
        ("VERSION_ID", "os.version"),
        ("PRETTY_NAME", "os.description"),
    ] {
        if let Some(value) = release_field(&release, field) {
            found.push(KeyValue::new(key, value));
        }
    }
    found
}

fn os_type() -> &'static str {
    match env::consts::OS {
        "macos" => "darwin",
        "dragonfly" => "dragonflybsd",
        other => other,
    }
}

/// Source: os-release(5).
fn release_field(release: &str, field: &str) -> Option<String> {
    let value = release
        .lines()
        .find_map(|line| line.strip_prefix(field)?.strip_prefix('='))?;
    let value = value.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

fn line_of(file: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{random_uuid, release_field};

    #[test]
    fn identities_are_random_and_well_formed() {
        let ids = [random_uuid(), random_uuid()];
        assert_ne!(ids[0], ids[1]);
        for id in ids {
            let lengths: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
    }

    #[test]
    fn a_release_file_is_read() {
        let release = "NAME=\"Debian GNU/Linux\"\nVERSION_ID='13'\nEMPTY=\n";
        let field = |name| release_field(release, name);
        assert_eq!(field("NAME").as_deref(), Some("Debian GNU/Linux"));
        assert_eq!(field("VERSION_ID").as_deref(), Some("13"));
        assert_eq!(field("EMPTY"), None);
        assert_eq!(field("VERSION"), None);
    }
}
