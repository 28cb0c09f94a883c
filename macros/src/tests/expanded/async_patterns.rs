#[cfg(doc)]
async fn sum((a, b): (u64, u64), [c, ..]: [u64; 3], _: u64, #[cfg(unix)] d: u64) -> u64 {
    loop {}
}
#[cfg(not(doc))]
fn sum(
    __arg0: (u64, u64),
    __arg1: [u64; 3],
    __arg2: u64,
    #[cfg(unix)]
    d: u64,
) -> impl ::traced::__private::core::future::Future<Output = u64> {
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "sum",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::sum"
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
            let __arg0 = __arg0;
            let (a, b) = __arg0;
            let __arg1 = __arg1;
            let [c, ..] = __arg1;
            let __arg2 = __arg2;
            let _ = __arg2;
            #[cfg(unix)]
            let d = d;
            {
                const _: () = ();
                a + b + c
            }
        },
        |_: &u64| ::traced::__private::Outcome::done(),
    )
}
