//! What is measured: made-up screens, the same on every machine.

use sz_core::{
    BuildOptions, Engine, Observation, Profile, ScreenId, Template, Tree, build_template,
};
use sz_testkit::{Variety, made_screen};

/// A screen with this many nodes.
pub(crate) fn screen(nodes: usize) -> Tree {
    made_screen(nodes, Variety::Varied, 7)
}

/// An engine with this many templates of screens of 200 to 1,000 nodes; `screen` is one of them.
pub(crate) fn engine(templates: u32, screen: &Tree) -> Engine {
    let profile = Profile::built_in();
    let template = |number: u32| {
        let nodes = 200 + (number as usize * 37) % 801;
        let other = made_screen(nodes, Variety::Varied, 1_000 + u64::from(number));
        let tree = if number == templates / 2 { screen } else { &other };
        let options = BuildOptions {
            screen_id: ScreenId::new(&format!("screen_{number}")).expect("a fit name"),
            app: None,
            description: None,
            source: None,
        };
        let text = build_template(&[&Observation::new(tree, &profile)], &options).expect("YAML");
        Template::parse(&text).expect("a built template is valid")
    };
    Engine::builder().templates((0..templates).map(template)).build()
}
