#[cfg(doc)]
async fn numbers<'a, T>(
    of: &'a T,
    f: impl ::core::ops::Fn(&T),
) -> impl ::core::iter::Iterator<Item = u64>
where
    T: ::core::marker::Sync,
{
    loop {}
}
#[cfg(not(doc))]
fn numbers<'a, T>(
    of: &'a T,
    f: impl ::core::ops::Fn(&T),
) -> impl ::traced::__private::core::future::Future<
    Output = impl ::core::iter::Iterator<Item = u64>,
>
where
    T: ::core::marker::Sync,
{
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "numbers",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::numbers"
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
                let __r: _ = ::traced::__private::returned();
                return __r;
            }
            let of = of;
            let f = f;
            {
                f(of);
                ::core::iter::empty()
            }
        },
        |__r| {
            {
                use ::traced::__private::dispatch::*;
                (&&&&&&&::traced::__private::Probe(__r)).outcome()
            }
        },
    )
}
