#[cfg(doc)]
async fn place(
    customer: u64,
    order: ::shop::Order,
) -> ::core::result::Result<::shop::Receipt, ::shop::Error> {
    loop {}
}
#[cfg(not(doc))]
fn place(
    customer: u64,
    order: ::shop::Order,
) -> impl ::traced::__private::core::future::Future<
    Output = ::core::result::Result<::shop::Receipt, ::shop::Error>,
> {
    let __parent = ::traced::__private::capture();
    ::traced::__private::drive(
        {
            static SITE: ::traced::__private::Site = ::traced::__private::Site::new(::traced::__private::SiteParts {
                name: "order.place",
                kind: ::traced::__private::Kind::Server,
                origin: ::traced::__private::Origin::Ambient,
                function: ::traced::__private::core::concat!(
                    ::traced::__private::core::module_path!(), "::place"
                ),
                file: ::traced::__private::core::file!(),
                line: ::traced::__private::core::line!(),
                package: ::traced::__private::core::option_env!("CARGO_PKG_NAME"),
                version: ::traced::__private::core::option_env!("CARGO_PKG_VERSION"),
                constants: &[
                    ("shop.id", ::traced::__private::Constant::Int(7)),
                    ("shop.name", ::traced::__private::Constant::Str("corner")),
                    ("shop.open", ::traced::__private::Constant::Bool(true)),
                    ("shop.rate", ::traced::__private::Constant::Float(-0.5)),
                ],
            });
            &SITE
        },
        __parent,
        async move {
            if false {
                let __r: ::core::result::Result<::shop::Receipt, ::shop::Error> = ::traced::__private::returned();
                return __r;
            }
            let customer = customer;
            let order = order;
            ::traced::__private::attributes(|__a| {
                __a.set("order.id", ::traced::__private::any(&order.id));
                __a.set("order.total", ::traced::__private::display(&order.total));
                __a.set("order.dump", ::traced::__private::debug(&order));
                __a.set("customer.id", ::traced::__private::any(&customer));
            });
            let __body = ();
            macro_rules! _record_needs_an_enclosing_traced_function {
                ($($tokens:tt)*) => {
                    ::traced::__private::__record!(__body() ["shop.id" : any, "shop.name"
                    : any, "shop.open" : any, "shop.rate" : any, "order.id" : any,
                    "order.total" : any, "order.dump" : any, "customer.id" : any]
                    $($tokens)*)
                };
            }
            {
                const _: () = ();
                order.place(customer).await
            }
        },
        |__r| {
            let __ok = {
                use ::traced::__private::dispatch::*;
                (&&::traced::__private::Success(__r)).success()
            };
            if let ::traced::__private::core::option::Option::Some(__ok) = __ok {
                ::traced::__private::attributes(|__a| {
                    __a.set(
                        "order.number",
                        ::traced::__private::any(
                            &::traced::__private::apply(__ok, |receipt| receipt.number),
                        ),
                    );
                });
            }
            {
                use ::traced::__private::dispatch::*;
                (&&&&&&&::traced::__private::Probe(__r)).outcome()
            }
        },
    )
}
