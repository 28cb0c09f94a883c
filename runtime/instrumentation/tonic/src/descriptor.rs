//! The methods that a `FileDescriptorSet` declares: what `protoc` and tonic's build step write beside generated code.
//!
//! Source: <https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto>. Four of its
//! fields are read, so this needs no generated code of its own.

/// `FileDescriptorSet.file`, `FileDescriptorProto.package` and `.service`, `ServiceDescriptorProto.name` and `.method`,
/// `MethodDescriptorProto.name`.
const FILE: u64 = 1;
const PACKAGE: u64 = 2;
const SERVICE: u64 = 6;
const NAME: u64 = 1;
const METHOD: u64 = 2;

/// Each method as `package.Service/Method`. What is no descriptor set, or breaks off, declares what was read of it.
pub(crate) fn methods(set: &[u8]) -> Vec<String> {
    let mut methods = Vec::new();
    for file in fields(set, FILE) {
        let package = text(file, PACKAGE);
        let dot = if package.is_empty() { "" } else { "." };
        for service in fields(file, SERVICE) {
            let name = text(service, NAME);
            for method in fields(service, METHOD) {
                let method = text(method, NAME);
                methods.push(format!("{package}{dot}{name}/{method}"));
            }
        }
    }
    methods
}

fn text(message: &[u8], number: u64) -> &str {
    fields(message, number)
        .last()
        .and_then(|bytes| str::from_utf8(bytes).ok())
        .unwrap_or_default()
}

/// The length-delimited fields of a message that have this number.
fn fields(mut message: &[u8], number: u64) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        while !message.is_empty() {
            let tag = varint(&mut message)?;
            match tag & 7 {
                0 => {
                    varint(&mut message)?;
                }
                1 => message = message.get(8..)?,
                5 => message = message.get(4..)?,
                2 => {
                    let length = usize::try_from(varint(&mut message)?).ok()?;
                    let (bytes, rest) = message.split_at_checked(length)?;
                    message = rest;
                    if tag >> 3 == number {
                        return Some(bytes);
                    }
                }
                _ => return None,
            }
        }
        None
    })
}

fn varint(message: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = message.split_first()?;
        *message = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One file: package `a.b`, a message, and service `S` with methods `M` and `N`.
    const SET: &[u8] = b"\x0a\x21\x0a\x05x.pro\x12\x03a.b\x22\x03\x0a\x01Q\x32\x0e\
        \x0a\x01S\x12\x05\x0a\x01M\x20\x01\x12\x02\x0a\x00";

    #[test]
    fn rs_9_methods_are_read_from_a_descriptor_set() {
        assert_eq!(methods(SET), ["a.b.S/M", "a.b.S/"]);
    }

    #[test]
    fn any_bytes_are_read() {
        for end in 0..SET.len() {
            let _ = methods(&SET[..end]);
            let mut broken = SET.to_vec();
            broken[end] = 0xff;
            let _ = methods(&broken);
        }
    }
}
