//! `docs/clippy.toml`, the file to copy. Clippy itself holds the sample in `raw-spawn` to it: there each
//! raw spawn is expected to be found.

use std::fs;

fn read(path: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    fs::read_to_string(format!("{root}/{path}")).expect("it is there")
}

#[test]
fn every_path_of_the_file_is_in_the_sample() {
    let (file, sample) = (read("docs/clippy.toml"), read("tests/raw-spawn/lib.rs"));
    let paths: Vec<&str> = file
        .lines()
        .filter_map(|line| line.trim().strip_prefix("{ path = \"")?.split('"').next())
        .collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in &paths {
        let found = sample.matches(&format!("reason = \"{path}\"")).count();
        assert_eq!(found, 1, "{path}");
    }
    let expected = sample.matches("#[expect(").count();
    assert_eq!(expected, paths.len(), "one expectation a path");
}

#[test]
fn the_sample_reads_the_file_itself() {
    assert_eq!(
        read("docs/clippy.toml"),
        read("tests/raw-spawn/clippy.toml")
    );
}
