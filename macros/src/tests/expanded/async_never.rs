#[cfg(doc)]
async fn serve() -> ! {
    loop {}
}
#[cfg(not(doc))]
fn serve() -> impl ::traced::__private::core::future::Future<
    Output = <::traced::__private::core::iter::RepeatWith<
        fn() -> !,
    > as ::traced::__private::core::iter::Iterator>::Item,
> {
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "serve",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::serve"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        __parent,
        ::traced::__private::endless(async move {
            {
                const _: () = ();
                loop {}
            }
        }),
        |
            _: &<::traced::__private::core::iter::RepeatWith<
                fn() -> !,
            > as ::traced::__private::core::iter::Iterator>::Item|
        ::traced::__private::Outcome::done(),
    )
}
