#include "webfinger/handle.h"

#include <gtest/gtest.h>

#include <vector>

namespace hallway {
namespace {

TEST(Handle, IsReadInAllTheWaysPeopleAndServersWriteIt) {
  struct Case {
    std::string text, name, domain;
  };
  const std::vector<Case> cases = {
      {"@alice@design.example", "alice", "design.example"},
      {"alice@design.example", "alice", "design.example"},
      {"acct:alice@design.example", "alice", "design.example"},
      {"ACCT:alice@design.example", "alice", "design.example"},
      {"acct:@alice@design.example", "alice", "design.example"},
      {"Alice_B@Design.Example.", "Alice_B", "design.example"},
      {"a@design.localhost:8081", "a", "design.localhost:8081"},
      {"a@design.example:443", "a", "design.example"},
      {"a@127.0.0.4:80", "a", "127.0.0.4:80"},
      {"a.b-c_d@x.example", "a.b-c_d", "x.example"},
      {"_a_@x.example", "_a_", "x.example"},
      {"a@b\u00FCcher.example", "a", "xn--bcher-kva.example"},
      {"d\u00FCsseldorf@x.example", "d\u00FCsseldorf", "x.example"},
      {"d%C3%BCsseldorf@x.example", "d\u00FCsseldorf", "x.example"},
      {"acct:joe%40old.example@new.example", "joe@old.example", "new.example"},
      {"a+tag@x.example", "a+tag", "x.example"},
      {std::string(256, 'a') + "@x.example", std::string(256, 'a'), "x.example"},
  };
  for (const auto& [text, name, domain] : cases) {
    const auto handle = Handle::parse(text);
    ASSERT_TRUE(handle.ok()) << text << ": " << handle.error().what;
    EXPECT_EQ(handle->name, name) << text;
    EXPECT_EQ(handle->domain.text(), domain) << text;
    const auto again = Handle::parse(to_string(*handle));
    ASSERT_TRUE(again.ok()) << to_string(*handle);
    EXPECT_EQ(again->name, name) << text;
    EXPECT_EQ(again->domain, handle->domain) << text;
  }
}

TEST(Handle, RefusesWhatNamesNobody) {
  for (const std::string text : {"",
                                 "@",
                                 "alice",
                                 "@alice",
                                 "@@x.example",
                                 "@alice@",
                                 "a@b@c.example",
                                 "acct:",
                                 "acct:alice",
                                 "https://x.example/@alice",
                                 "a b@x.example",
                                 "a\n@x.example",
                                 "a%@x.example",
                                 "a%4@x.example",
                                 "a%zz@x.example",
                                 "a%00@x.example",
                                 "a%20b@x.example",
                                 "a%2Fb@x.example",
                                 "a/b@x.example",
                                 "a?b@x.example",
                                 "a#b@x.example",
                                 "a:b@x.example",
                                 "<a>@x.example",
                                 "a\xFF@x.example",
                                 "a%FF@x.example",
                                 ".a@x.example",
                                 "a.@x.example",
                                 "-a@x.example",
                                 "a-@x.example",
                                 "a@x..example",
                                 "a@x example",
                                 "a@x.example/path",
                                 "a@x.example:99999",
                                 "a@x.example?q",
                                 "mailto:a@x.example"}) {
    const auto handle = Handle::parse(text);
    ASSERT_FALSE(handle.ok()) << text;
    EXPECT_EQ(handle.error().code, Code::invalid) << text;
  }
  EXPECT_FALSE(Handle::parse(std::string(257, 'a') + "@x.example").ok());
  EXPECT_FALSE(Handle::parse(std::string(100'000, '@')).ok());
}

TEST(Handle, IsComparedWithoutCase) {
  const auto a = Handle::parse("Alice@Design.Example").value();
  EXPECT_EQ(a, Handle::parse("@alice@design.example").value());
  EXPECT_FALSE(a == Handle::parse("@alice@design.example:8080").value());
  EXPECT_FALSE(a == Handle::parse("@alicia@design.example").value());
}

TEST(Handle, LocalNamesAreShortPlainAndNotReserved) {
  for (const std::string name : {"a", "Alice", "a.b", "a-b", "a_b", "7", "a1", "admiral", "meg"}) {
    EXPECT_TRUE(valid_local_name(name)) << name;
  }
  EXPECT_TRUE(valid_local_name(std::string(30, 'a')));
  EXPECT_FALSE(valid_local_name(std::string(31, 'a')));
  for (const std::string name : {"",
                                 "_a",
                                 "a_",
                                 ".a",
                                 "a.",
                                 "-a",
                                 "a-",
                                 "a b",
                                 "a@b",
                                 "a/b",
                                 "\u00E4",
                                 "a%20b",
                                 "admin",
                                 "Admin",
                                 "API",
                                 "inbox",
                                 "instance.actor",
                                 "root",
                                 "security",
                                 "."}) {
    EXPECT_FALSE(valid_local_name(name)) << name;
  }
}

}  // namespace
}  // namespace hallway
