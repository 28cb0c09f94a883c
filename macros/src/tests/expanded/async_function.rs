#[cfg(doc)]
pub async fn load(id: u64) -> ::core::option::Option<::shop::Order> {
    loop {}
}
#[cfg(not(doc))]
pub fn load(
    id: u64,
) -> impl ::traced::__private::core::future::Future<
    Output = ::core::option::Option<::shop::Order>,
> {
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "load",
                kind: ::traced::__private::Kind::Internal,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::load"
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
                let __r: ::core::option::Option<::shop::Order> = ::traced::__private::returned();
                return __r;
            }
            let id = id;
            {
                const _: () = ();
                ::shop::load(id).await
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
