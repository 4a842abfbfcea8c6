#include "storage/values/iri.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

Iri iri(std::string_view text) { return Iri::parse(text).value(); }

TEST(Iri, IsTakenApartAndKeptAsWritten) {
  struct Case {
    const char *text, *host;
    uint16_t port;
    const char *path, *query, *target, *fragment, *origin;
  };
  const Case cases[] = {
      {"https://a.example", "a.example", 443, "/", "", "/", "", "https://a.example"},
      {"https://a.example/", "a.example", 443, "/", "", "/", "", "https://a.example"},
      {"https://A.Example/Users/B", "a.example", 443, "/Users/B", "", "/Users/B", "",
       "https://a.example"},
      {"HTTP://a.example:80/x", "a.example", 80, "/x", "", "/x", "", "http://a.example"},
      {"http://a.example:443/x", "a.example", 443, "/x", "", "/x", "", "http://a.example:443"},
      {"https://a.example:8443/x?y=1&z#main-key", "a.example", 8443, "/x", "y=1&z", "/x?y=1&z",
       "main-key", "https://a.example:8443"},
      {"https://a.example?q", "a.example", 443, "/", "q", "/?q", "", "https://a.example"},
      {"https://a.example#f", "a.example", 443, "/", "", "/", "f", "https://a.example"},
      {"https://a.example?q#f", "a.example", 443, "/", "q", "/?q", "f", "https://a.example"},
      {"https://a.example/x?", "a.example", 443, "/x", "", "/x?", "", "https://a.example"},
      {"https://a.example/x#a#b?c", "a.example", 443, "/x", "", "/x", "a#b?c", "https://a.example"},
      {"http://[::1]:8080/x", "::1", 8080, "/x", "", "/x", "", "http://[::1]:8080"},
      {"http://127.0.0.1:3000/", "127.0.0.1", 3000, "/", "", "/", "", "http://127.0.0.1:3000"},
      {"https://a.example/@b@c.example", "a.example", 443, "/@b@c.example", "", "/@b@c.example", "",
       "https://a.example"},
      {"https://a.example/\xc3\xa9", "a.example", 443, "/\xc3\xa9", "", "/\xc3\xa9", "",
       "https://a.example"}};
  for (const auto& c : cases) {
    const Iri i = iri(c.text);
    EXPECT_EQ(i.text(), c.text);
    EXPECT_EQ(i.host(), c.host) << c.text;
    EXPECT_EQ(i.port(), c.port) << c.text;
    EXPECT_EQ(i.path(), c.path) << c.text;
    EXPECT_EQ(i.query(), c.query) << c.text;
    EXPECT_EQ(i.target(), c.target) << c.text;
    EXPECT_EQ(i.fragment(), c.fragment) << c.text;
    EXPECT_EQ(i.origin(), c.origin) << c.text;
  }
}

TEST(Iri, WhatIsNoHttpAddressCannotBecomeOne) {
  for (const char* text : {"",
                           "a.example",
                           "//a.example",
                           "/x",
                           "https:",
                           "https:/",
                           "https://",
                           "https:///x",
                           "https:a.example",
                           "ftp://a.example",
                           "javascript:alert",
                           "data:text/plain,x",
                           "acct:a@b.example",
                           "did:key:z6Mk",
                           "https://a b.example",
                           "https://a.example/a b",
                           "https://a.example/\t",
                           "https://a.example/\n",
                           " https://a.example",
                           "https://a.example ",
                           "https://a.example\r\nHost: b",
                           "https://a.example/\x7f",
                           "https://a.example/\xc2\x85",
                           "https://a.example/\xff",
                           "https://a.example/<x>",
                           "https://a.example/\"",
                           "https://a.example\\@b.example",
                           "https://a.example/\\x",
                           "https://:80",
                           "https://?x",
                           "https://#x",
                           "https://[::1",
                           "https://::1]",
                           "https://[::1]x",
                           "https://[1.2.3.4]/"}) {
    EXPECT_EQ(Iri::parse(text).ok(), false) << text;
  }
  EXPECT_FALSE(Iri::parse(std::string_view("https://a.example/\0x", 20)).ok());
  EXPECT_FALSE(Iri::parse(std::string_view("https://a.example\0.b.example/", 29)).ok());
  EXPECT_TRUE(Iri::parse("https://a.example/" + std::string(2030, 'x')).ok());
  EXPECT_FALSE(Iri::parse("https://a.example/" + std::string(2031, 'x')).ok());
}

TEST(Iri, ReferencesResolveAsRfc3986Says) {
  // RFC 3986 §5.4, with an http base.
  struct Case {
    const char *reference, *result;
  };
  const Iri base = iri("http://a/b/c/d;p?q");
  const Case cases[] = {{"g", "http://a/b/c/g"},
                        {"./g", "http://a/b/c/g"},
                        {"g/", "http://a/b/c/g/"},
                        {"/g", "http://a/g"},
                        {"//g", "http://g"},
                        {"?y", "http://a/b/c/d;p?y"},
                        {"g?y", "http://a/b/c/g?y"},
                        {"#s", "http://a/b/c/d;p?q#s"},
                        {"g#s", "http://a/b/c/g#s"},
                        {"g?y#s", "http://a/b/c/g?y#s"},
                        {";x", "http://a/b/c/;x"},
                        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
                        {"", "http://a/b/c/d;p?q"},
                        {".", "http://a/b/c/"},
                        {"./", "http://a/b/c/"},
                        {"..", "http://a/b/"},
                        {"../", "http://a/b/"},
                        {"../g", "http://a/b/g"},
                        {"../..", "http://a/"},
                        {"../../g", "http://a/g"},
                        {"../../../g", "http://a/g"},
                        {"/./g", "http://a/g"},
                        {"/../g", "http://a/g"},
                        {"g.", "http://a/b/c/g."},
                        {"..g", "http://a/b/c/..g"},
                        {"./../g", "http://a/b/g"},
                        {"./g/.", "http://a/b/c/g/"},
                        {"g/./h", "http://a/b/c/g/h"},
                        {"g/../h", "http://a/b/c/h"},
                        {"g;x=1/../y", "http://a/b/c/y"},
                        {"g?y/../x", "http://a/b/c/g?y/../x"},
                        {"g//h", "http://a/b/c/g//h"},
                        {"https://h.example/x", "https://h.example/x"}};
  for (const auto& c : cases) {
    const auto resolved = base.resolve(c.reference);
    ASSERT_TRUE(resolved.ok()) << c.reference;
    EXPECT_EQ(resolved->text(), c.result) << c.reference;
  }
  EXPECT_EQ(iri("http://a.example").resolve("g")->text(), "http://a.example/g");
  EXPECT_EQ(iri("http://a.example").resolve("?x")->text(), "http://a.example/?x");
  for (const char* text : {"g:h", "file:///etc/passwd", "//u@g", "javascript:x", "a b", "//"}) {
    EXPECT_FALSE(base.resolve(text).ok()) << text;
  }
  EXPECT_FALSE(Iri().resolve("/x").ok());
}

TEST(Iri, WithoutFragmentNamesTheDocument) {
  const Iri key = iri("https://a.example/u/b?x#main-key");
  EXPECT_EQ(key.without_fragment(), iri("https://a.example/u/b?x"));
  EXPECT_EQ(key.without_fragment().target(), "/u/b?x");
  EXPECT_EQ(key.without_fragment().fragment(), "");
  EXPECT_EQ(iri("https://a.example?x#y").without_fragment().target(), "/?x");
}

TEST(Iri, OriginIsSchemeHostAndPort) {
  const Iri a = iri("https://a.example/x");
  EXPECT_TRUE(a.same_origin(iri("HTTPS://A.Example.:443/y")));
  for (const char* text : {"http://a.example/x", "https://a.example:444/x", "https://b.a.example/x",
                           "https://a.example.b/x", "http://a.example:443/x"}) {
    EXPECT_FALSE(a.same_origin(iri(text))) << text;
  }
}

TEST(Iri, AnEmptyIriIsHarmless) {
  const Iri none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.path(), "/");
  EXPECT_EQ(none.target(), "/");
  EXPECT_EQ(none.query(), "");
  EXPECT_EQ(none.fragment(), "");
  EXPECT_EQ(none.origin(), "");
  EXPECT_EQ(none.without_fragment(), none);
  EXPECT_EQ(Domain().host(), "");
  EXPECT_EQ(Domain().port(), std::nullopt);
}

TEST(Iri, PercentEncodingGoesBothWays) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("acct:a@b c/\xc3\xa9%"), "acct%3Aa%40b%20c%2F%C3%A9%25");
  EXPECT_EQ(percent_decode("acct%3Aa%40b%20c%2f%C3%A9%25").value(), "acct:a@b c/\xc3\xa9%");
  EXPECT_EQ(percent_decode("a+b").value(), "a+b");
  for (const char* text : {"%", "%4", "%g0", "%0g", "a%", "a%4", "%00", "x%00y", "%%41"}) {
    EXPECT_FALSE(percent_decode(text).ok()) << text;
  }
  std::string all;
  for (int c = 1; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(percent_decode(percent_encode(all)).value(), all);
}

// Spellings of one host must be one Domain, or a peer gets round blocks and origin checks.
TEST(Attack22, SpellingsOfOneHostAreOneDomain) {
  struct Case {
    const char *in, *out;
  };
  const Case cases[] = {{"example.org", "example.org"},
                        {"EXAMPLE.Org", "example.org"},
                        {"example.org.", "example.org"},
                        {"example.org:443", "example.org"},
                        {"example.org.:443", "example.org"},
                        {"example.org:00443", "example.org"},
                        {"example.org:8080", "example.org:8080"},
                        {"example.org:08080", "example.org:8080"},
                        {"localhost:3000", "localhost:3000"},
                        {"b\xc3\xbc"
                         "cher.example",
                         "xn--bcher-kva.example"},
                        {"B\xc3\x9c"
                         "CHER.Example.",
                         "xn--bcher-kva.example"},
                        {"bu\xcc\x88"
                         "cher.example",
                         "xn--bcher-kva.example"},
                        {"XN--BCHER-KVA.example", "xn--bcher-kva.example"},
                        {"fa\xc3\x9f.example", "xn--fa-hia.example"},  // non-transitional
                        {"\xef\xbd\x85xample.org", "example.org"},     // wide e
                        {"example\xe3\x80\x82org", "example.org"},     // ideographic full stop
                        {"example\xef\xbc\x8eorg", "example.org"},     // wide full stop
                        {"example.org\xe3\x80\x82", "example.org"},
                        {"exam\xc2\xadple.org", "example.org"},  // soft hyphen
                        {"\xe2\x84\x99"
                         "example.org",
                         "pexample.org"},  // double-struck P
                        {"\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1", "127.0.0.1"},  // wide digits
                        {"[::1]", "[::1]"},
                        {"[0:0:0:0:0:0:0:1]:8080", "[::1]:8080"},
                        {"[2001:DB8::A]:443", "[2001:db8::a]"},
                        {"192.0.2.1:8080", "192.0.2.1:8080"}};
  for (const auto& c : cases) {
    const auto domain = Domain::parse(c.in);
    ASSERT_TRUE(domain.ok()) << c.in << ": " << domain.error().what;
    EXPECT_EQ(domain->text(), c.out) << c.in;
    EXPECT_EQ(Domain::parse(domain->text()).value(), *domain) << c.in;
  }
}

TEST(Attack22, WhatIsNoHostIsRefused) {
  for (const char* text : {"",
                           ".",
                           "..",
                           ".example.org",
                           "example..org",
                           "example.org..",
                           "exa mple.org",
                           "example.org/",
                           "example.org/x",
                           "user@example.org",
                           "user:pass@example.org",
                           "example.org:",
                           "example.org:0",
                           "example.org:65536",
                           "example.org:99999999999",
                           "example.org:-1",
                           "example.org:+1",
                           "example.org:80x",
                           "example.org:80:80",
                           ":80",
                           "::1",
                           "[::1",
                           "::1]",
                           "[::1]:",
                           "[::1]8080",
                           "[]",
                           "[::1%25eth0]",
                           "[1.2.3.4]",
                           "ex%61mple.org",
                           "exa\\mple.org",
                           "exa#mple.org",
                           "exa?mple.org",
                           "-example.org",
                           "example-.org",
                           "example.org\n",
                           "exam\tple.org",
                           "xn--",
                           "xn--a",
                           "xn--zzzzzzzzzz--",
                           "\xff.example",
                           "127.1",
                           "2130706433",
                           "0x7f.0.0.1",
                           "0x7f000001",
                           "0177.0.0.1",
                           "1.2.3.4.5",
                           "256.1.1.1",
                           "example.1",
                           "a.0x1",
                           "\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.1",
                           "example.org／.evil.example",  // wide: a slash,
                           "example.org：80",             // a colon,
                           "a＠b.example"}) {             // a commercial at
    EXPECT_EQ(Domain::parse(text).ok(), false) << text;
  }
  EXPECT_FALSE(Domain::parse(std::string_view("example.org\0.evil.example", 25)).ok());
  EXPECT_TRUE(Domain::parse(std::string(63, 'a') + ".example").ok());
  EXPECT_FALSE(Domain::parse(std::string(64, 'a') + ".example").ok());
  std::string longest;
  for (int i = 0; i < 126; ++i) longest += "a.";
  EXPECT_TRUE(Domain::parse(longest + "b").ok());
  EXPECT_FALSE(Domain::parse(longest + "bc").ok());
  EXPECT_FALSE(Domain::parse(std::string(100'000, 'a')).ok());
}

TEST(Attack22, UserInformationNeverHidesAHost) {
  for (const char* text :
       {"https://trusted.example@evil.example/", "https://trusted.example:443@evil.example/",
        "https://@evil.example/", "https://a:b@evil.example/", "https://evil.example%40trusted/",
        "https://trusted.example\\@evil.example/", "https://trusted.example＠evil.example/"}) {
    EXPECT_FALSE(Iri::parse(text).ok()) << text;
  }
  // In the path an @ is an ordinary character.
  EXPECT_EQ(iri("https://trusted.example/@evil.example").host(), "trusted.example");
}

TEST(Attack22, IrisOfOneHostHaveOneOrigin) {
  const Iri a =
      iri("https://b\xc3\xbc"
          "cher.example/x");
  for (const char* text : {"https://xn--bcher-kva.example/y",
                           "https://B\xc3\x9c"
                           "CHER.example:443/",
                           "https://XN--BCHER-KVA.EXAMPLE./"}) {
    EXPECT_TRUE(a.same_origin(iri(text))) << text;
  }
  EXPECT_FALSE(a.same_origin(iri("https://bucher.example/")));
  // Look-alike letters of another script are another host.
  EXPECT_FALSE(iri("https://example.org").same_origin(iri("https://\xd0\xb5xample.org")));
}

}  // namespace
}  // namespace hallway
