use super::*;
use opentelemetry::Value;

fn value(attributes: &[KeyValue], key: &str) -> Option<Value> {
    attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == key)
        .map(|attribute| attribute.value.clone())
}

#[test]
fn rp_1_the_name_is_the_fully_qualified_method() {
    let method = Method::parse("/shop.Stock/Reserve");
    assert_eq!(method, Method::Known("shop.Stock/Reserve"));
    assert_eq!(method.span_name(), "shop.Stock/Reserve");
    let attributes = attributes(Some(&method), None);
    assert_eq!(value(&attributes, RPC_SYSTEM_NAME), Some("grpc".into()));
    assert_eq!(
        value(&attributes, RPC_METHOD),
        Some("shop.Stock/Reserve".into())
    );
    assert_eq!(value(&attributes, RPC_METHOD_ORIGINAL), None);
}

#[test]
fn rp_2_what_is_not_a_method_is_named_after_the_system() {
    for path in ["", "/", "//", "/a", "/a/", "//b", "a/b", "/a/b/c", "*"] {
        let method = Method::parse(path);
        assert_eq!(method, Method::Other(path));
        assert_eq!(method.span_name(), "grpc");
        let attributes = attributes(Some(&method), None);
        assert_eq!(value(&attributes, RPC_METHOD), Some("_OTHER".into()));
        assert_eq!(
            value(&attributes, RPC_METHOD_ORIGINAL),
            Some(path.to_owned().into())
        );
    }
}

#[test]
fn rs_1_for_the_client_every_code_but_ok_is_an_error() {
    for number in 0..=16 {
        let code = Code::from_number(number);
        assert_eq!(code.is_error(Side::Client), number != 0, "{}", code.name());
    }
}

#[test]
fn rs_2_for_the_server_six_codes_are_errors() {
    let errors: Vec<_> = (0..=16)
        .map(Code::from_number)
        .filter(|code| code.is_error(Side::Server))
        .map(Code::name)
        .collect();
    assert_eq!(
        errors,
        [
            "UNKNOWN",
            "DEADLINE_EXCEEDED",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS"
        ]
    );
}

#[test]
fn rs_3_the_message_is_decoded_and_never_refused() {
    for (encoded, text) in [
        ("", ""),
        ("plain text", "plain text"),
        ("no such item: %E2%82%AC%20%25", "no such item: € %"),
        ("%e2%82%ac", "€"),
        ("50% off, 5%2", "50% off, 5%2"),
        ("%", "%"),
        ("%zz%41", "%zzA"),
        ("%FF", "\u{fffd}"),
    ] {
        assert_eq!(decode_message(encoded.as_bytes()), text, "{encoded}");
    }
    assert_eq!(decode_message(&[b'a', 0xff]), "a\u{fffd}");
}

#[test]
fn rs_5_a_status_is_read_from_its_number_or_from_http() {
    assert_eq!(Code::from_header(b"0"), Code::Ok);
    assert_eq!(Code::from_header(b"5"), Code::NotFound);
    assert_eq!(Code::from_header(b"16"), Code::Unauthenticated);
    for bad in [
        &b""[..],
        b"17",
        b"-1",
        b"+5",
        b"005",
        b"NOT_FOUND",
        b"\xff",
        b"99999999999",
    ] {
        assert_eq!(Code::from_header(bad), Code::Unknown);
    }
    for (http, code) in [
        (200, Code::Unknown),
        (400, Code::Internal),
        (401, Code::Unauthenticated),
        (403, Code::PermissionDenied),
        (404, Code::Unimplemented),
        (429, Code::Unavailable),
        (500, Code::Unknown),
        (502, Code::Unavailable),
        (503, Code::Unavailable),
        (504, Code::Unavailable),
    ] {
        assert_eq!(Code::from_http(http), code, "{http}");
    }
}

#[test]
fn rs_7_the_server_is_read_from_the_channel_s_target() {
    for (target, address, port) in [
        ("grpc.io:50051", "grpc.io", Some(50051)),
        ("grpc.io", "grpc.io", None),
        ("127.0.0.1:7777", "127.0.0.1", Some(7777)),
        ("[::1]:8080", "::1", Some(8080)),
        ("::1", "::1", None),
        ("http://127.0.0.1:50051", "127.0.0.1", Some(50051)),
        ("https://grpc.io/prefix", "grpc.io", None),
        ("http://user:secret@grpc.io:1/", "grpc.io", Some(1)),
        ("http://[::1]:50051", "::1", Some(50051)),
        ("dns:grpc.io:50051", "grpc.io", Some(50051)),
        ("dns:///grpc.io:443", "grpc.io", Some(443)),
        ("dns://1.2.3.4/grpc.io:50051", "grpc.io", Some(50051)),
        ("dns:///svc:https", "svc", None),
        ("dns:///[::1]:8080", "::1", Some(8080)),
        ("passthrough:///127.0.0.1:7777", "127.0.0.1", Some(7777)),
        ("passthrough:///bufnet", "bufnet", None),
        ("xds:///my-service:50051", "my-service", Some(50051)),
        ("unix:///run/x.sock", "/run/x.sock", None),
        ("unix:run/x.sock", "run/x.sock", None),
        ("unix-abstract:///grpc.sock", "/grpc.sock", None),
        (
            "zk://zookeeper:2181/my-server",
            "zk://zookeeper:2181/my-server",
            None,
        ),
        (
            "ipv4:198.51.100.1:50051,198.51.100.2:50051",
            "ipv4:198.51.100.1:50051,198.51.100.2:50051",
            None,
        ),
        (
            "dns:///example%zz.com:443",
            "dns:///example%zz.com:443",
            None,
        ),
        ("http://", "http://", None),
        ("dns://no-endpoint", "dns://no-endpoint", None),
        ("unix:", "unix:", None),
        ("", "", None),
    ] {
        let parsed = Target::parse(target);
        assert_eq!(
            (parsed.address(), parsed.port()),
            (address, port),
            "{target}"
        );
    }
}

#[test]
fn rs_8_server_attributes_are_there_before_the_span_starts() {
    let target = Target::parse("http://grpc.io:50051");
    let attributes = attributes(Some(&Method::Known("a.B/C")), Some(&target));
    assert_eq!(value(&attributes, "server.address"), Some("grpc.io".into()));
    assert_eq!(value(&attributes, "server.port"), Some(50051.into()));
}

#[test]
fn an_authority_gives_the_server() {
    let parsed = Target::authority("stock.internal:50051").unwrap();
    assert_eq!(
        (parsed.address(), parsed.port()),
        ("stock.internal", Some(50051))
    );
    assert_eq!(
        Target::authority("user:secret@host").unwrap().address(),
        "host"
    );
    assert_eq!(Target::authority(""), None);
    assert_eq!(Target::authority(":50051"), None);
}

#[test]
fn health_and_reflection_are_recognised() {
    assert!(is_health_check("grpc.health.v1.Health/Check"));
    assert!(is_health_check("grpc.health.v1.Health/Watch"));
    assert!(!is_health_check("shop.Health/Check"));
    assert!(is_reflection(
        "grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
    ));
    assert!(!is_reflection("grpc.reflection.v1.ServerReflection"));
}
