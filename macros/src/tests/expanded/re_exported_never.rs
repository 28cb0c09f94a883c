#[cfg(doc)]
async fn serve(id: u64) -> ! {
    loop {}
}
#[cfg(not(doc))]
fn serve(
    id: u64,
) -> impl ::core::future::Future<
    Output = <::core::iter::RepeatWith<fn() -> !> as ::core::iter::Iterator>::Item,
> {
    use crate::telemetry::__private_of_traced as __traced_private;
    let __parent = __traced_private::capture();
    __traced_private::drive(
        {
            static SITE: __traced_private::Site = __traced_private::Site::new(__traced_private::SiteParts {
                name: "serve",
                kind: __traced_private::Kind::Internal,
                origin: __traced_private::Origin::Ambient,
                function: __traced_private::core::concat!(
                    __traced_private::core::module_path!(), "::serve"
                ),
                file: __traced_private::core::file!(),
                line: __traced_private::core::line!(),
                package: __traced_private::core::option_env!("CARGO_PKG_NAME"),
                version: __traced_private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[],
            });
            &SITE
        },
        __parent,
        __traced_private::endless(async move {
            let id = id;
            __traced_private::attributes(|__a| {
                __a.set("id", __traced_private::any(&id));
            });
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    __traced_private::__record!(__body(__traced_private) ["id" : any]
                    $($tokens)*)
                };
            }
            {
                const _: () = ();
                loop {}
            }
        }),
        |_: &<::core::iter::RepeatWith<fn() -> !> as ::core::iter::Iterator>::Item| __traced_private::Outcome::done(),
    )
}
