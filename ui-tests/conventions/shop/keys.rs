#![allow(dead_code)]

use traced::{record, span, traced};

#[traced("order.list", attrs(user.email = mail, db.password = "x", error.type = "y"))]
fn forbidden_and_reserved(mail: &str) {}

#[traced("order.list", attrs(order.tags = tags, order.tags = tags, Order.Tags = tags))]
fn twice_and_style(tags: &[String]) {}

#[traced("order.list", attrs("1st.order" = 1, größe = 2), late(länge: int))]
fn digit_and_letters(#[attr] höhe: u64) {}

#[traced("order.list", attrs(order.tgs = 1, customer.name = 2, http.rout = 3, colour = 4))]
fn unknown() {}

#[traced("order.list", attrs(order.number = "1", http.method = "GET"))]
fn deprecated() {}

#[traced("order.list", late(order.stat: string), ret(order.itms = |n| *n))]
fn late_and_returned(#[attr("order.ids")] _ids: &str) -> u64 {
    record!(order.stat = "open");
    1
}

#[traced("order.list")]
fn block(password: &str) {
    span!("order.list", attrs(user.password = password), {
        let _ = password;
    });
}
