fn f(local: (), status: u64, id: u64) {
    {
        let _ = local;
        if ::traced::__private::is_recording() {
            match ::traced::__private::typed::string(&status) {
                __value => ::traced::__private::record("order.status", __value),
            }
        }
        if ::traced::__private::is_recording() {
            match ::traced::__private::display(&id) {
                __value => ::traced::__private::record("order.id", __value),
            }
        }
    }
}
