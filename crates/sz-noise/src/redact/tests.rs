use super::{Detector, RedactionKey, Redactor};

fn redactor() -> Redactor {
    Redactor::new(RedactionKey::new(&[7; 32]).expect("it is long enough"))
}

/// The text with each finding as `<kind:what was there>`.
fn marked(text: &str) -> String {
    let mut marked = String::new();
    let mut end = 0;
    for finding in redactor().findings(text) {
        marked += &text[end..finding.range.start];
        end = finding.range.end;
        marked += &format!("<{}:{}>", finding.detector, &text[finding.range]);
    }
    marked + &text[end..]
}

/// `expected` is the text with each finding in `[[kind:...]]`.
#[track_caller]
fn check(expected: &str) {
    let mut text = expected.replace("]]", "");
    let mut wanted = expected.replace("]]", ">");
    for detector in Detector::ALL {
        text = text.replace(&format!("[[{detector}:"), "");
        wanted = wanted.replace(&format!("[[{detector}:"), &format!("<{detector}:"));
    }
    assert_eq!(marked(&text), wanted, "{text:?}");
}

#[track_caller]
fn check_all(expected: &[&str]) {
    for expected in expected {
        check(expected);
    }
}

#[test]
fn e_mail_addresses_are_found() {
    check_all(&[
        "[[email:ada@example.org]]",
        "Write to [[email:Ada.Lovelace+news@mail.example.co.uk]].",
        "<[[email:ada@example.org]]>, '[[email:ada@example.org]]'; ([[email:o'brien@example.ie]])",
        "mailto:[[email:ada@example.org]]?subject=Hello",
        "/users?email=[[email:ada%40example.org]]&page=2",
        "[[email:jörg@müller.de]] und [[email:info@xn--mller-kva.de]]",
        "联系[[email:zhang@example.com]]谢谢",
        "[[email:用户@例子.广告]]",
        "[[email:ada＠example.org]]",
        "[[email:a@163.com]] [[email:b@2x.org]]",
        "[[email:ada@example.org]] - call me",
        "git@host:path and [[email:git@github.com]]:user/repository",
        "[[email:a@b.co]],[[email:c@d.co]]",
    ]);
}

#[test]
fn what_only_has_an_at_sign_is_no_address() {
    check_all(&[
        "@ada",
        "ada@",
        "a @ b.de",
        "ada@localhost",
        "logo@2x.png",
        "lodash@4.17.21",
        "react@18.2.0-rc.next",
        "3 apples @ 1.20",
        "user@host:22",
        "https://medium.com/@ada/post",
        "@media screen",
        "pkg@1.2.tgz",
        "x@y.z",
        "50%40",
        "%40",
    ]);
}

#[test]
fn bank_accounts_are_found() {
    check_all(&[
        "[[iban:DE89370400440532013000]]",
        "IBAN: [[iban:DE89 3704 0044 0532 0130 00]] EUR",
        "[[iban:GB29 NWBK 6016 1331 9268 19]], [[iban:fr14 2004 1010 0505 0001 3m02 606]]",
        "[[iban:MT84 MALT 0110 0001 2345 MTLC AST0 01S]]",
        "[[iban:NO93 8601 1117 947]] [[iban:BE68-5390-0754-7034]]",
        "?iban=[[iban:NL91ABNA0417164300]]&x=1",
        "[[iban:DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00]]",
    ]);
}

#[test]
fn what_only_looks_like_a_bank_account_stays() {
    check_all(&[
        "DE88 3704 0044 0532 0130 00",
        "DE89 3704 0044 0532 0130 0",
        "XX89 3704 0044 0532 0130 00",
        "DE89370400440532013000A",
        "ADE89370400440532013000",
        "DE89  3704  0044  0532  0130  00",
    ]);
}

#[test]
fn payment_cards_are_found() {
    check_all(&[
        "[[card:4111111111111111]]",
        "Visa [[card:4111 1111 1111 1111]], 09/27",
        "[[card:5555-5555-5555-4444]] [[card:2223 0031 2200 3222]]",
        "[[card:3782 822463 10005]] [[card:371449635398431]]",
        "[[card:3056 930902 5904]] [[card:6011111111111117]]",
        "[[card:3530111333300000]] [[card:6200000000000005]]",
        "[[card:4222222222222]]",
        "12 [[card:4111 1111 1111 1111]] 0927",
        "[[card:4111\u{a0}1111\u{a0}1111\u{a0}1111]]",
        "[[card:４１１１１１１１１１１１１１１１]]",
        "[[card:٤١١١ ١١١١ ١١١١ ١١١١]]",
        "?card=[[card:4111111111111111]]",
        "[[card:2200 7007 1234 5676]]",
    ]);
}

#[test]
fn other_long_numbers_are_no_cards() {
    check_all(&[
        "4111111111111112",
        "1234567890123452",
        "9111 1111 1111 1111",
        "0.4111111111111111",
        "id4111111111111111",
        "4111111111111111a",
        "4006381333931",
        "1603913070000",
        "41111 11111 11111 1",
        "411111111111111100000",
        "550e8400-e29b-41d4-a716-446655440000",
        "4111_1111_1111_1111",
    ]);
}

#[test]
fn international_phone_numbers_are_found() {
    check_all(&[
        "[[phone:+49 30 1234567]]",
        "Tel. [[phone:+49 (0)30 / 123 45 67]].",
        "([[phone:+1 555 123 4567]]) [[phone:+14155552671]]",
        "[[phone:+1 (415) 555-2671]] [[phone:(+44) 20 7946 0958]]",
        "[[phone:+33 1 23 45 67 89]] [[phone:+33.123456789]]",
        "[[phone:+86 138 1234 5678]] [[phone:+91 98765 43210]]",
        "[[phone:+39 06 698 82345]], [[phone:+7 495 123-45-67]]",
        "tel:[[phone:+4930123456]]",
        "[[phone:0049 30 1234567]]; [[phone:011 49 30 1234567]]",
        "\u{202a}[[phone:+972 50-123-4567]]\u{202c}",
        "[[phone:＋４９ ３０ １２３４５６７]]",
        "[[phone:+354 555 1234]] [[phone:+298 201234]]",
        "[[phone:+49(0) 052413477]] [[phone:+290 8999]]",
        "https://wa.me/?to=[[phone:%2B49%20170%201234567]]",
    ]);
}

#[test]
fn national_phone_numbers_are_found() {
    check_all(&[
        "[[phone:(030) 1234567]] [[phone:030 1234567]] [[phone:030/1234567]] [[phone:030-123456-78]]",
        "[[phone:0171 2345678]], [[phone:0171/2345678]]; [[phone:06-12345678]]",
        "[[phone:01 23 45 67 89]]",
        "[[phone:01.23.45.67.89]]",
        "[[phone:020 7946 0958]]",
        "[[phone:(555) 123-4567]] or [[phone:555-123-4567]]",
        "[[phone:555.123.4567]]",
        "[[phone:1-800-555-3535]]",
        "[[phone:(111) 111-1111]]",
        "[[phone:090-1234-5678]], [[phone:02-1234-5678]]",
        "[[phone:8 (495) 123-45-67]] [[phone:8-800-555-35-35]]",
        "[[phone:(11) 91234-5678]] [[phone:11 91234-5678]]",
        "[[phone:138 1234 5678]]",
        "[[phone:1300 655 506]]",
        "[[phone:0412 345 678]]",
        "我的电话号码是[[phone:415-666-7777]]",
        "My number-[[phone:+1 415-666-7777]]",
        "[[phone:01711234567]]",
        "text me at [[phone:07911123456]] please",
        "[[phone:08-12 34 56]]; [[phone:030/12345]]; [[phone:01 234567890]]",
        "[[phone:(868)458-7840]]x05756, [[phone:568.959.5572]]x678",
        "[[phone:08.5056.6397]] [[phone:8 431 558 6156]]; [[phone:8 156 146 9039]]",
    ]);
}

#[test]
fn a_number_that_is_all_there_is_needs_less_of_a_form() {
    check_all(&[
        "[[phone:612 34 56 78]]",
        " [[phone:13812345678]]",
        "[[phone:89161234567]]",
        "[[phone:2123 4567]]",
        "[[phone:21 2345 6789]]\n",
        "[[phone:98765 43210]]",
        "[[phone:532 123 45 67]]",
        "[[phone:22 41 12 90]]",
        "[[phone:333 1234567]]",
        "612 34 56 78 items",
        "x 13812345678",
        "2123 4567 2123",
        "2026 2000",
        "12 13 14 15",
        "11 01 2024 10",
        "912 345 678",
        "4155552671",
        "8589934592",
        "14155552671 1",
        "90210 94105 90001",
    ]);
}

#[test]
fn a_word_before_it_makes_a_number_a_phone_number() {
    check_all(&[
        "Phone: [[phone:4155552671]]",
        "phone=[[phone:4155552671]]",
        "Mobile [[phone:612 345 678]]",
        "tel:[[phone:5551234]]",
        "Fax [[phone:22 33 44 55]]",
        "手机[[phone:13812345678]]",
        "телефон: [[phone:123-45-67]]",
        "phoneNumber=[[phone:98765 43210]]",
        "Order by phone [[phone:555-123-4567]]",
    ]);
}

#[test]
fn dates_times_prices_versions_and_ids_are_no_phone_numbers() {
    check_all(&[
        "2024-01-31 10:30",
        "2012-01-02 08:00",
        "2012/01/02 08:00",
        "20120102 08:00",
        "01.02.2024 10:30:15",
        "01-02-2024 1030",
        "01/02/2024 - 03/04/2024",
        "03/27/2011",
        "2024-01-02T10:00:00+02:00",
        "12:30:15.123456",
        "1,234,567.89",
        "1 234 567,89 €",
        "€ 1 234 567",
        "+10 000 000",
        "+1,234,567",
        "10.0.19045.3693",
        "v1.2.3-20240131",
        "192.168.100.200",
        "255.255.255.0",
        "52.520008, 13.404954",
        "+52.520008",
        "1603913070",
        "2147483648",
        "1000000735",
        "1343410123",
        "106789046312204355684",
        "Order 112-345-6789",
        "#0123-456-789",
        "Invoice 0123456789",
        "ISBN 0-306-40615-2",
        "978-3-16-148410-0",
        "123-45-6789",
        "80.585 [79.964, 81.191]",
        "03 12 25 37 41",
        "01 02 03 04 05 06 07",
        "650+253+1234",
        "100%20 1234567",
        "1234567 bytes",
        "12345",
        "1/2/3/4/5/6/7",
        "550e8400-e29b-0123-4567-446655440000",
        "10:30 1234567",
        "Page 1 2 3 4 5 6 7 8 9 10",
        "0000012345",
        "000123456789",
        "100 200 3000",
        "3 030 123 456,00",
        "1 099 511 627 776",
        "9 223 372 036 854 775 808",
        "9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808",
        "1.602 176 6208 e-19",
        "01101001001",
        "012345678905",
        "0012345678905",
        "6b411d6b-0049-4845-83c2-a33363123f35",
        "000981884701788b2771e15904df15067d11b3c8",
        "455-981-221",
        "2147483648",
        "node00 10.0.1.0",
        "15 16 17 18 19 20 21",
        "9.223.372.036.854.775.808",
        "2005-11-30 23:59:59 (999 ms)",
        "https://google.com/maps/embed?pb=!1m18!1m12!2d9.99008871708242!3m2!1i1024!4v1499675200938",
        "M16 32c-4.274 0-8.292-1.664-11.314-4.686s-4.686-7.040-4.686-11.314",
        "6de105222672546689ff21c6db930164",
    ]);
}

#[test]
fn secrets_in_addresses_are_found() {
    check_all(&[
        "https://[[secret:ada:hunter2]]@example.org/path",
        "ftp://[[secret:ada]]@example.org",
        "postgres://[[secret:u:p@ss]]@db:5432/x",
        "https://example.org/?token=[[secret:abc123]]&page=2",
        "/login?code=[[secret:s3cr3t]]#top",
        "https://example.org/#access_token=[[secret:xyz]]&state=ok",
        "?X-Amz-Signature=[[secret:deadbeef]]&X-Amz-Date=20240131T000000Z",
        "/a;jsessionid=[[secret:0A1B2C]]?x=1",
        "?api_key=[[secret:k]]&API-KEY=[[secret:k]]&apiKey=[[secret:k]]",
        "?reset_token=[[secret:a.b-c]] is the link",
        "(see https://example.org/?sid=[[secret:1234]]). Then",
        "?redirect=https%3A%2F%2Fx.org%2F%3Ftoken%3D[[secret:abc]]%26page%3D2",
        "?password=[[secret:hunter%202%26]]&x=1",
        "?a=1&amp;token=[[secret:abc]]&amp;b=2",
        "?password=[[secret:a;b]];user=x",
        "?session[page]=1&user[token]=[[secret:1]]",
        "?q=[[secret:PL1w1q3fL4pmgqpzb-XhG7Clgi67d_OHXz]]",
        "?h=[[secret:3f9a0c1d2b4e5f60718293a4b5c6d7e8]]",
        "https://docs.example.com/d/[[secret:1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms]]/edit",
        "https://example.org/reset/[[secret:a81kf93jd72hs01l]]",
        "Bearer [[secret:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P]]",
    ]);
}

#[test]
fn harmless_addresses_stay() {
    check_all(&[
        "https://example.org/path/to/page.html#section",
        "https://example.org/?q=hello+world&page=2&lang=de",
        "https://example.org:8080/@ada",
        "/articles/how-to-reset-your-password-in-2024",
        "/articles?sort=created_at&order=desc&id=1234567890123",
        "?id=550e8400-e29b-41d4-a716-446655440000",
        "?view=redirectToCheckoutPageV2",
        "/static/js/main.3f9a0c1d.chunk.js",
        "/commit/3f9a0c1d2b4e5f60718293a4b5c6d7e8f9a0b1c2",
        "a = b; c = d",
        "?token=",
        "x?y:z",
        "https://example.org/very/long/path/with/many/segments/and/nothing/else",
        "eyJ is how these start.",
    ]);
}

#[test]
fn a_placeholder_is_left_alone_and_parts_what_is_around_it() {
    for text in
        ["<email:0123456789>", "+49 30 <phone:3f9a0c1d2b> 1234567", "?token=<secret:3f9a0c1d2b>"]
    {
        assert_eq!(redactor().text(text), text);
    }
    check("<email:[[phone:01234567890]]> Phone [[phone:0123456789]]");
}

#[test]
fn all_writings_of_a_thing_have_one_placeholder() {
    let all_equal = |texts: &[&str]| {
        let redacted: Vec<_> = texts.iter().map(|text| redactor().text(text)).collect();
        assert!(redacted.windows(2).all(|pair| pair[0] == pair[1]), "{redacted:?}");
        assert!(redacted[0].starts_with('<') && redacted[0].ends_with('>'), "{redacted:?}");
    };
    all_equal(&["ada@example.org", "Ada@Example.ORG", "ada%40example.org", "ada＠example.org"]);
    all_equal(&["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111"]);
    all_equal(&["DE89370400440532013000", "de89 3704 0044 0532 0130 00"]);
    all_equal(&["+49 30 1234567", "+49 (0)30/1234567", "0049 30 1234567", "+49301234567"]);
}

#[test]
fn the_strings_of_a_selector_are_redacted_like_any_text() {
    let address = redactor().text("ada@example.org").into_owned();
    for (selector, expected) in [
        ("text[name=\"ada@example.org\"]", format!("text[name=\"{address}\"]")),
        ("a[url='ada@example.org'] > b[name=\"x\"]", format!("a[url='{address}'] > b[name=\"x\"]")),
        ("text:name(/ada@example.org/)", "text:name(/ada@example.org/)".to_owned()),
        ("text[name=\"\\\"ada@example.org\"]", "text[name=\"\\\"ada@example.org\"]".to_owned()),
        ("text[name=\"ada@example.org", "text[name=\"ada@example.org".to_owned()),
    ] {
        assert_eq!(redactor().selector(selector), expected);
    }
}
