//! The programs that are compiled: the same functions under each attribute.

use std::fmt::Write as _;

/// An attribute, and what a program needs to use it.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// Empty for the program that the others are compared with.
    pub(crate) attribute: &'static str,
    /// The line of the manifest that brings the attribute.
    pub(crate) dependency: &'static str,
    /// The line that brings its macro crate alone; empty if that is not measured.
    pub(crate) macros: &'static str,
}

pub(crate) const PROGRAMS: &[Program] = &[
    Program {
        name: "plain",
        attribute: "",
        dependency: "",
        macros: "",
    },
    Program {
        name: "traced",
        attribute: "#[traced::traced]",
        dependency: "traced = { path = \"ROOT/runtime\", default-features = false }",
        macros: "traced-macros = { path = \"ROOT/macros\" }",
    },
    Program {
        name: "instrument",
        attribute: "#[tracing::instrument(skip_all, err)]",
        dependency: "tracing = \"0.1\"",
        macros: "tracing-attributes = \"0.1\"",
    },
    Program {
        name: "fastrace",
        attribute: "#[fastrace::trace]",
        dependency: "fastrace = { version = \"0.7\", features = [\"enable\"] }",
        macros: "",
    },
];

impl Program {
    /// The source of a program of `functions` functions: synchronous and asynchronous ones, each of
    /// which returns a `Result`.
    pub(crate) fn source(&self, functions: usize) -> String {
        let attribute = self.attribute;
        let mut source = String::from("#![allow(dead_code, clippy::all)]\n");
        for n in 0..functions {
            let keyword = if n % 2 == 0 { "" } else { "async " };
            let _ = write!(
                source,
                "{attribute}\npub {keyword}fn f{n}(a: u64, text: &str) -> Result<u64, std::num::ParseIntError> {{\n    \
                 let b: u64 = text.parse()?;\n    Ok(a.wrapping_mul({n}) ^ b)\n}}\n"
            );
        }
        source.push_str("fn main() {\n    let a = std::hint::black_box(1);\n");
        for n in 0..functions {
            let call = format!("f{n}(a, \"7\")");
            let _ = if n % 2 == 0 {
                writeln!(source, "    let _ = std::hint::black_box({call});")
            } else {
                writeln!(source, "    let _ = std::hint::black_box(poll({call}));")
            };
        }
        source.push_str(POLL);
        source
    }

    /// The manifest of a program with one dependency.
    pub(crate) fn manifest(dependency: &str, root: &str) -> String {
        let dependency = dependency.replace("ROOT", root);
        format!(
            "[package]\nname = \"measured\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [workspace]\n\n[dependencies]\n{dependency}\n\n\
             [profile.dev]\nincremental = false\n\n[profile.release]\nstrip = true\n"
        )
    }
}

const POLL: &str = "}
fn poll<F: Future>(future: F) -> Option<F::Output> {
    let future = std::pin::pin!(future);
    let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    match future.poll(&mut task) {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    }
}
";

#[cfg(test)]
mod tests {
    use super::PROGRAMS;

    /// The tool itself runs by hand; that it writes what it says is cheap to know.
    #[test]
    fn every_program_has_the_same_functions() {
        let plain = PROGRAMS[0].source(4);
        assert_eq!(
            plain.matches("pub fn f").count() + plain.matches("pub async fn f").count(),
            4
        );
        for program in PROGRAMS {
            let source = program.source(4);
            assert_eq!(
                source.replace(program.attribute, ""),
                plain.replace(program.attribute, "")
            );
        }
    }
}
