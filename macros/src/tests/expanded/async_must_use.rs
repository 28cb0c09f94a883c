#[must_use]
async fn kept(x: u64) -> u64 {
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
            {
                static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                    name: "kept",
                    kind: ::traced::__private::Kind::Internal,
                    origin: ::traced::__private::Origin::Ambient,
                    function: ::traced::__private::core::concat!(
                        ::traced::__private::core::module_path!(), "::kept"
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
            async move {
                if false {
                    let __r: u64 = ::traced::__private::returned();
                    return __r;
                }
                let x = x;
                {
                    const _: () = ();
                    x
                }
            },
            |_: &u64| ::traced::__private::Outcome::done(),
        )
        .await
}
