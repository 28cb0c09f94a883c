//! Safety and ABI, which the types of function pointers show.

use crate::env::*;

#[traced]
extern "C" fn c(a: u8) -> u8 {
    a + 1
}

#[traced]
extern "system" fn system(a: u8) -> u8 {
    a + 1
}

#[traced]
pub extern "C" fn default_abi(a: &u8) -> u8 {
    *a
}

#[traced]
unsafe fn not_safe(a: *const u8) -> u8 {
    // SAFETY: the caller says so.
    unsafe { *a }
}

#[traced]
unsafe extern "C" fn not_safe_c(a: *const u8) -> u8 {
    // SAFETY: the caller says so.
    unsafe { *a }
}

#[traced]
async unsafe fn not_safe_async(a: *const u8) -> u8 {
    // SAFETY: the caller says so.
    let a = unsafe { *a };
    pause().await;
    a
}

#[traced]
#[unsafe(no_mangle)]
extern "C" fn traced_shapes_exported(a: u8) -> u8 {
    a + 2
}

#[traced]
#[unsafe(export_name = "traced_shapes_renamed")]
extern "C" fn renamed(a: u8) -> u8 {
    a + 3
}

mod linked {
    unsafe extern "C" {
        pub(super) fn traced_shapes_exported(a: u8) -> u8;
        pub(super) fn traced_shapes_renamed(a: u8) -> u8;
    }
}

struct Foreign(u8);

impl Foreign {
    #[traced]
    unsafe fn get(&self) -> u8 {
        self.0
    }

    #[traced]
    extern "C" fn callback(&self, a: u8) -> u8 {
        self.0 + a
    }
}

unsafe trait Raw {
    unsafe fn read(&self) -> u8;
}

// SAFETY: it promises nothing.
unsafe impl Raw for Foreign {
    #[traced]
    unsafe fn read(&self) -> u8 {
        self.0
    }
}

pub async fn check() -> usize {
    let c: extern "C" fn(u8) -> u8 = c;
    let system: extern "system" fn(u8) -> u8 = system;
    let default_abi: extern "C" fn(&u8) -> u8 = default_abi;
    let not_safe: unsafe fn(*const u8) -> u8 = not_safe;
    let not_safe_c: unsafe extern "C" fn(*const u8) -> u8 = not_safe_c;
    let callback: extern "C" fn(&Foreign, u8) -> u8 = Foreign::callback;
    let _: extern "C" fn(u8) -> u8 = traced_shapes_exported;
    let _: extern "C" fn(u8) -> u8 = renamed;
    p::assert_eq!(
        c(1) + system(1) + default_abi(&1) + callback(&Foreign(1), 1),
        7
    );
    // SAFETY: the pointers come from references, and the linked functions are those above.
    unsafe {
        p::assert_eq!(not_safe(&1) + not_safe_c(&1) + not_safe_async(&1).await, 3);
        p::assert_eq!(
            linked::traced_shapes_exported(1) + linked::traced_shapes_renamed(1),
            7
        );
        p::assert_eq!(Foreign(1).get() + Foreign(1).read(), 2);
    }
    11
}
