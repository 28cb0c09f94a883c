use traced::traced;

#[traced]
fn local() -> &'static str {
    let text = String::new();
    &text
}

#[traced]
fn moved(a: String) -> usize {
    drop(a);
    a.len()
}

#[traced]
fn twice(mut a: Vec<u8>) -> u8 {
    let first = &a[0];
    a.push(1);
    *first
}

#[traced]
fn not_mutable(a: Vec<u8>) {
    a.push(1);
}

#[traced]
fn uninitialised() -> u8 {
    let a: u8;
    a
}

#[traced]
fn out_of_a_reference(a: &Vec<String>) -> String {
    a[0]
}

#[traced]
async fn async_moved(a: String) -> usize {
    drop(a);
    a.len()
}

#[traced]
async fn async_twice(mut a: Vec<u8>) -> u8 {
    let first = &a[0];
    a.push(1);
    *first
}

#[traced]
async fn async_local() -> &'static str {
    let text = String::new();
    &text
}

struct Order {
    name: String,
}

impl Order {
    #[traced]
    fn name(&self) -> String {
        self.name
    }

    #[traced]
    fn change(&self) {
        self.name.push('a');
    }

    #[traced]
    async fn async_change(&self) {
        self.name.push('a');
    }
}
