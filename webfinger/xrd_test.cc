#include "webfinger/xrd.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

constexpr std::string_view kNamespace = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

std::string xrd(const std::string& inner) {
  return "<?xml version=\"1.0\"?><XRD xmlns=\"" + std::string(kNamespace) + "\">" + inner +
         "</XRD>";
}

TEST(HostMeta, WhatWeWriteWeRead) {
  const Iri base = Iri::parse("http://design.localhost:8081/").value();
  const std::string pattern = "http://design.localhost:8081/.well-known/webfinger?resource={uri}";
  EXPECT_EQ(parse_lrdd_template(host_meta_xrd(base)).value(), pattern);
  EXPECT_EQ(dump_json(host_meta_json(base)), R"({"links":[{"rel":"lrdd","template":")" + pattern +
                                                 R"(","type":"application/jrd+json"}]})");
}

TEST(HostMeta, TheTemplateIsFoundInWhatOthersWrite) {
  struct Case {
    std::string xml, pattern;
  };
  const std::vector<Case> cases = {
      {xrd(R"(<Link rel="lrdd" template="https://a.example/w?r={uri}"/>)"),
       "https://a.example/w?r={uri}"},
      {xrd(R"(<Link rel="other" template="https://b.example/{uri}"/><Link rel='lrdd' type='application/xrd+xml' template='https://a.example/?a=1&amp;r={uri}'/>)"),
       "https://a.example/?a=1&r={uri}"},
      {xrd(R"(<Link rel="lrdd" type="application/xrd+xml" template="https://x.example/{uri}"/><Link rel="lrdd" type="application/jrd+json" template="https://j.example/{uri}"/>)"),
       "https://j.example/{uri}"},
      {"<x:XRD xmlns:x=\"" + std::string(kNamespace) +
           R"("><!-- c --><x:Link rel="lrdd" template="https://a.example/{uri}"/></x:XRD>)",
       "https://a.example/{uri}"},
      {xrd("<Link rel=\"lrdd\" template=\"javascript:{uri}\"/><Link rel=\"lrdd\" "
           "template=\"https://a.example/{uri}\"/>"),
       "https://a.example/{uri}"},
  };
  for (const auto& [xml, pattern] : cases) {
    const auto found = parse_lrdd_template(xml);
    ASSERT_TRUE(found.ok()) << xml << ": " << found.error().what;
    EXPECT_EQ(*found, pattern) << xml;
  }
}

std::string billion_laughs() {
  std::string dtd = "<?xml version=\"1.0\"?><!DOCTYPE XRD [<!ENTITY l0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    dtd += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) dtd += "&l" + std::to_string(i - 1) + ";";
    dtd += "\">";
  }
  return dtd + "]><XRD>&l9;<Link rel=\"lrdd\" template=\"https://a.example/{uri}\"/></XRD>";
}

// Attack 28: entities that explode, that read files, that ask the network.
TEST(HostMeta, DocumentsWithEntitiesAreRefused) {
  // Without the entities each would be taken.
  const std::string good = "https://a.example/{uri}";
  const std::string link = R"(<Link rel="lrdd" template=")" + good + "\"/>";
  const std::vector<std::string> documents = {
      billion_laughs(),
      "<!DOCTYPE XRD [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><XRD>&x;" + link + "</XRD>",
      "<!DOCTYPE XRD [<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">]><XRD>&x;" + link + "</XRD>",
      "<!DOCTYPE XRD SYSTEM \"http://127.0.0.1:1/x.dtd\"><XRD>" + link + "</XRD>",
      "<!DOCTYPE XRD PUBLIC \"-//x\" \"http://127.0.0.1:1/x.dtd\"><XRD>" + link + "</XRD>",
      "<!DOCTYPE XRD [<!ENTITY % x SYSTEM \"file:///etc/hostname\">%x;]><XRD>" + link + "</XRD>",
      "<!DOCTYPE XRD><XRD>" + link + "</XRD>",
      "<!DOCTYPE XRD [<!ATTLIST Link rel CDATA \"lrdd\" template CDATA \"" + good +
          "\">]><XRD><Link/></XRD>",
  };
  for (const std::string& xml : documents) {
    const auto found = parse_lrdd_template(xml);
    ASSERT_FALSE(found.ok()) << xml;
    EXPECT_EQ(found.error().code, Code::invalid) << xml;
  }
  std::string utf16("\xFF\xFE", 2);
  for (const char c : documents.back()) utf16 += {c, '\0'};
  EXPECT_FALSE(parse_lrdd_template(utf16).ok());
}

TEST(HostMeta, WhatIsNotAnXrdIsRefused) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  const std::vector<std::string> documents = {
      "",
      "x",
      "<XRD>",
      "<XRD/>",
      "{\"links\":[]}",
      "<html><body/></html>",
      "<XRD></XRD>x",
      "<XRD>&undefined;</XRD>",
      std::string("<XRD>\0</XRD>", 12),
      "<XRD>\xFF</XRD>",
      xrd(R"(<Link rel="lrdd"/>)"),
      xrd(R"(<Link rel="lrdd" template=""/>)"),
      xrd(R"(<Link rel="lrdd" template="https://a.example/"/>)"),
      xrd(R"(<Link rel="lrdd" template="/w?{uri}"/>)"),
      xrd(R"(<Link rel="lrdd" template="file:///{uri}"/>)"),
      xrd(R"(<Link rel="lrdd" template="https://{uri}@b.example/"/>)"),
      xrd(R"(<x><Link rel="lrdd" template="https://a.example/{uri}"/></x>)"),
      xrd(R"(<Link rel="LRDD" template="https://a.example/{uri}"/>)"),
      deep,
      xrd("<!--" + std::string(70'000, 'x') +
          R"(--><Link rel="lrdd" template="https://a.example/{uri}"/>)"),
  };
  for (const std::string& xml : documents) {
    const auto found = parse_lrdd_template(xml);
    ASSERT_FALSE(found.ok()) << xml.substr(0, 100);
    EXPECT_EQ(found.error().code, Code::invalid) << xml.substr(0, 100);
  }
}

}  // namespace
}  // namespace hallway
