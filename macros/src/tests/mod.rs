//! Golden expansions: what the macro writes, for a reviewer to read.
//!
//! `BLESS=1 cargo test -p traced-macros` writes them anew; read the difference. Every expansion also
//! passes `hygiene`, so no case may use a path of its own that is not rooted.

mod args;
mod hygiene;
mod raw_spawn;

use std::path::PathBuf;

use quote::quote;

use crate::{traced_block, traced_item};

/// Expands a case and compares it with `expanded/<name>.rs`.
fn golden(name: &str, args: &str, item: &str) {
    let args = args.parse().expect("arguments are tokens");
    let item = item.parse().expect("the item is tokens");
    let expanded = traced_item(args, item);
    let file = syn::parse2(expanded.clone())
        // A method is an item only inside of an impl.
        .or_else(|_| syn::parse2(quote!(impl Orders { #expanded })))
        .unwrap_or_else(|error| panic!("{name} expands to no item: {error}\n{expanded}"));
    compare(name, &file);
}

fn compare(name: &str, file: &syn::File) {
    hygiene::check(name, file);
    let text = prettyplease::unparse(file);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("src/tests/expanded")
        .join(format!("{name}.rs"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).expect("the golden file is writable");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, golden, "{name} changed; if that is right, BLESS=1");
}

macro_rules! goldens {
    ($($name:ident: $args:literal, $item:literal;)*) => {$(
        #[test]
        fn $name() {
            golden(stringify!($name), $args, $item);
        }
    )*};
}

goldens! {
    sync_function: "", "
        /// Adds.
        #[inline]
        pub(crate) fn add(a: u64, mut b: u64) -> u64 { b += a; b }";
    sync_unit: "", "fn nothing() {}";
    sync_result: r#""order.place", kind = producer, ok_if = |e| e.is_expected()"#, "
        fn place(order: &::shop::Order) -> ::core::result::Result<u64, ::shop::Error> {
            order.place()
        }";
    sync_parent: "parent = cx, links = links", "
        fn follow(cx: &::traced::opentelemetry::Context, links: ::shop::Links) {}";
    sync_leaf: "leaf, attrs(input.size = input.len()), ret(output.size = |n| *n)", "
        fn parse(input: &[u8]) -> usize { input.len() }";
    sync_never: "root", "fn run() -> ! { loop {} }";
    async_function: "", "
        pub async fn load(id: u64) -> ::core::option::Option<::shop::Order> { ::shop::load(id).await }";
    async_attributes: r#"
        "order.place", kind = server,
        attrs(order.id = order.id, order.total = %order.total, order.dump = ?order, shop.id = 7,
              shop.name = "corner", shop.open = true, shop.rate = -0.5),
        ret(order.number = |receipt| receipt.number)"#, r#"
        async fn place(#[attr("customer.id")] customer: u64, order: ::shop::Order)
            -> ::core::result::Result<::shop::Receipt, ::shop::Error>
        { order.place(customer).await }"#;
    async_patterns: "", "
        async fn sum((a, b): (u64, u64), [c, ..]: [u64; 3], _: u64, #[cfg(unix)] d: u64) -> u64 {
            a + b + c
        }";
    async_must_use: "", "#[must_use] async fn kept(x: u64) -> u64 { x }";
    async_never: "", "async fn serve() -> ! { loop {} }";
    async_impl_trait: "", "
        async fn numbers<'a, T>(of: &'a T, f: impl ::core::ops::Fn(&T)) -> impl ::core::iter::Iterator<Item = u64>
        where T: ::core::marker::Sync { f(of); ::core::iter::empty() }";
    future: "attrs(id = id)", "
        fn load(id: u64) -> impl ::core::future::Future<Output = u64> + ::core::marker::Send {
            ::shop::prepare();
            async move { id }
        }";
    boxed_future: "", "
        fn load<'a>(&'a self, id: &'a u64)
            -> ::core::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = u64> + 'a>>
        {
            ::std::boxed::Box::pin(async move { *id })
        }";
    future_in_result: "", "
        fn load(id: u64) -> ::core::result::Result<impl ::core::future::Future<Output = u64>, ::shop::Error> {
            ::shop::prepare()?;
            ::core::result::Result::Ok(async move { id })
        }";
    in_place: "attrs(id = id)", "
        #[track_caller]
        fn load(id: u64) -> ::core::result::Result<u64, ::shop::Error> { ::shop::load(id) }";
    method: "", "pub async unsafe fn take(&mut self, n: u64) -> u64 { self.take(n) }";
    re_exported: "crate = crate::telemetry", "fn nothing() {}";
    re_exported_never: "crate = crate::telemetry, attrs(id = id)", "async fn serve(id: u64) -> ! { loop {} }";
    re_exported_impl: "crate = crate::telemetry", "impl Orders { fn place(&self, #[attr] id: u64) {} }";
    re_exported_module: "__item { mod orders { fn place(#[attr] id: u64) {} } }, crate = crate::telemetry", "mod orders {}";
    whole_impl: r#"prefix = "order", attrs(order.id = self.id)"#, r#"
        #[::async_trait::async_trait]
        impl<T> ::shop::Store for ::shop::Orders<T> {
            const LIMIT: usize = 3;
            async fn load(&self, #[attr] id: u64) -> u64 { id }
            #[traced("order.verify", kind = client)]
            fn verify(&self) {}
            #[traced(skip)]
            fn skipped(&self) {}
            const fn limit() -> usize { Self::LIMIT }
            ::shop::unchanged!();
        }"#;
    whole_typed: "attrs(http.route = ::shop::route()), ret(http.target = |it| it.route())", "
        mod orders { #![allow(unused)] fn place() {} mod late { fn cancel() {} } }";
    shared: r#"__within(mod late, __within(mod orders [__traced_0: "http.route"], attrs(http.route = ::shop::route())))"#, "
        fn cancel() {}";
    late: "late(order.status: string, order.parts: int[])", "fn place() -> u64 { 1 }";
    typed: "attrs(http.route = route)", "fn serve(route: &str) {}";
    warned: r#"attrs("http.rout" = "/")"#, "fn serve() { ::tokio::spawn(::shop::serve()); }";
    inner_attributes: "", "fn quiet() { #![allow(unused_variables)] let x = 1; }";
}

/// Blocks are expressions, and so is what they expand to.
#[test]
fn blocks() {
    for (name, tokens) in [
        (
            "block",
            quote!("order.validate", attrs(order.id = id), {
                check(id)?;
                done(id)
            }),
        ),
        (
            "async_block",
            quote!("order.ship", kind = client, async move { ship(id).await }),
        ),
    ] {
        let expanded = traced_block(tokens);
        compare(
            name,
            &syn::parse_quote!(fn f(id: u64, check: ::shop::F, done: ::shop::F, ship: ::shop::F) { #expanded }),
        );
    }
}

#[test]
fn error_type() {
    let input = quote! {
        enum PlaceError<T> {
            OutOfStock,
            #[error_type("card_declined")]
            Declined { code: u64 },
            #[error_type(transparent)]
            Ship(::shop::ShipError<T>),
        }
    };
    let expanded = crate::error_type::derive(input);
    compare(
        "error_type",
        &syn::parse_quote!(#expanded struct PlaceError;),
    );
}

#[test]
fn recorded() {
    let tokens = quote!(local () ["order.status": string, "order.id": any] order.status = status, order.id = %id);
    let expanded = crate::record::declared(tokens);
    compare(
        "record",
        &syn::parse_quote!(fn f(local: (), status: u64, id: u64) { #expanded }),
    );
}

/// A language server expands bodies that are still being typed.
#[test]
fn half_typed_bodies_expand() {
    let bodies = [
        quote!(order.),
        quote!(let x =),
        quote!(match order { Some() => order. }),
    ];
    for body in bodies {
        let expanded = traced_item(quote!(), quote!(async fn f(order: Order) -> u64 { #body }));
        let text = expanded.to_string();
        assert!(text.contains("drive"), "{text}");
        assert!(!text.contains("compile_error"), "{text}");
    }
}

#[test]
fn switched_off_the_item_is_untouched() {
    let item = quote! {
        #[inline]
        pub const unsafe extern "C" fn f(#[attr("a.b")] #[cfg(unix)] a: u8, (b, _): (u8, u8)) -> u8 { a }
    };
    let without = quote! {
        #[inline]
        pub const unsafe extern "C" fn f(
            #[cfg(unix)] #[allow(unused_variables)] a: u8, (b, _): (u8, u8)
        ) -> u8 { a }
    };
    let untouched = crate::off::item(&quote!(), item);
    assert_eq!(untouched.to_string(), without.to_string());
    let no_function = quote!(
        struct Order;
    );
    let untouched = crate::off::item(&quote!(), no_function.clone());
    assert_eq!(untouched.to_string(), no_function.to_string());
}

#[test]
#[should_panic(expected = "errors were collected and never read")]
fn errors_cannot_be_forgotten() {
    drop(crate::errors::Errors::new());
}
