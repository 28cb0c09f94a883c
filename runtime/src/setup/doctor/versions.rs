//! Two versions of the crate `opentelemetry` in one program: what uses the other one starts
//! spans that go nowhere, in silence, because each has globals of its own.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;

use super::report::Report;

/// What the sources of the crate are called where a compiler leaves paths in a program: in
/// the places of possible panics.
const NEEDLE: &[u8] = b"opentelemetry-";

/// A longer version number is none.
const LONGEST: usize = 24;

pub(super) fn check(report: &mut Report) {
    // A program that cannot be read, or was built without paths, tells nothing.
    let Ok(file) = std::env::current_exe().and_then(File::open) else {
        return;
    };
    let versions = versions(file);
    if versions.len() > 1 {
        let versions: Vec<_> = versions.into_iter().collect();
        report.doubt(format!(
            "this program holds several versions of opentelemetry ({}): crates that use another \
             one than traced start spans that go nowhere; `cargo tree -i opentelemetry@{}` names \
             them",
            versions.join(", "),
            versions[0]
        ));
    }
}

/// The versions whose sources are named in `program`.
fn versions(mut program: impl Read) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut window = Vec::new();
    let mut chunk = vec![0; 1 << 20];
    loop {
        let read = match program.read(&mut chunk) {
            Ok(0) | Err(_) => return found,
            Ok(read) => read,
        };
        window.extend_from_slice(&chunk[..read]);
        collect(&window, &mut found);
        // A path may lie across two chunks.
        let keep = window.len().saturating_sub(1 + NEEDLE.len() + LONGEST);
        window.drain(..keep);
    }
}

fn collect(bytes: &[u8], found: &mut BTreeSet<String>) {
    let is_separator = |byte: &u8| matches!(byte, b'/' | b'\\');
    let mut at = 0;
    while let Some(next) = find(&bytes[at..]) {
        // Other crates' names end in the same word.
        let is_whole = at + next > 0 && is_separator(&bytes[at + next - 1]);
        at += next + NEEDLE.len();
        let tail = &bytes[at..bytes.len().min(at + LONGEST)];
        let Some(end) = tail.iter().position(is_separator) else {
            continue;
        };
        let (version, rest) = tail.split_at(end);
        let is_version = version.first().is_some_and(u8::is_ascii_digit)
            && version
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-+".contains(byte));
        if is_whole && is_version && rest[1..].starts_with(b"src") {
            found.insert(String::from_utf8_lossy(version).into_owned());
        }
    }
}

fn find(bytes: &[u8]) -> Option<usize> {
    let first = NEEDLE[0];
    let mut from = 0;
    loop {
        let next = bytes[from..].iter().position(|byte| *byte == first)? + from;
        if bytes[next..].starts_with(NEEDLE) {
            return Some(next);
        }
        from = next + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::versions;

    #[test]
    fn versions_are_found_in_paths_wherever_they_lie() {
        let mut program = vec![b'o'; (1 << 20) - 20];
        program.extend(b"/src/opentelemetry-0.33.1/src/context.rs\0");
        program.extend(b"x/opentelemetry-proto-0.1.0/src/ x/tracing-opentelemetry-0.34.0/src/ ");
        program
            .extend(b"/opentelemetry-0.35.0\0/src/ C:\\opentelemetry-0.32.0\\src /opentelemetry-9");
        let found: Vec<_> = versions(&*program).into_iter().collect();
        assert_eq!(found, ["0.32.0", "0.33.1"]);
    }
}
