#include "federation/structured_fields.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

struct FieldCase {
  std::string text;
  std::string serialized;  // empty: refused
};

TEST(StructuredFields, ItemsHaveOneForm) {
  const FieldCase cases[] = {
      {"42", "42"},
      {"-0", "0"},
      {"  007  ", "7"},
      {"999999999999999", "999999999999999"},
      {"9999999999999999", ""},
      {"1.5", "1.5"},
      {"1.500", "1.5"},
      {"-0.010", "-0.01"},
      {"2.0", "2.0"},
      {"1.", ""},
      {"1.2345", ""},
      {"-", ""},
      {"\"a \\\"b\\\" \\\\\"", "\"a \\\"b\\\" \\\\\""},
      {"\"a\\b\"", ""},
      {"\"open", ""},
      {"\"\\", ""},
      {"\"\x7f\"", ""},
      {"\"\xc3\xa4\"", ""},
      {"token/x:y*", "token/x:y*"},
      {"*t", "*t"},
      {":aGk=:", ":aGk=:"},
      {"::", "::"},
      {":aGk=", ""},
      {":a:", ""},
      {"?1", "?1"},
      {"?0", "?0"},
      {"?2", ""},
      {"a;b;c=?0; d=\"e\"", "a;b;c=?0;d=\"e\""},
      {"a;b=1;c;b=2", "a;b=2;c"},
      {"a;B", ""},
      {"a b", ""},
      {"", ""},
      {std::string("a\0", 2), ""},
  };
  for (const auto& c : cases) {
    const auto item = parse_field_item(c.text);
    EXPECT_EQ(item.ok(), !c.serialized.empty()) << c.text;
    if (!item) continue;
    EXPECT_EQ(serialize_field(*item), c.serialized) << c.text;
  }
}

TEST(StructuredFields, ListsHaveOneForm) {
  const FieldCase cases[] = {
      {"a,b ,\tc", "a, b, c"},
      {"( \"a\"  \"b\";x );y=1, d", "(\"a\" \"b\";x);y=1, d"},
      {"()", "()"},
      {"a,", ""},
      {",a", ""},
      {"(\"a\"\"b\")", ""},
      {"(\"a\"", ""},
      {"a b", ""},
  };
  for (const auto& c : cases) {
    const auto list = parse_field_list(c.text);
    EXPECT_EQ(list.ok(), !c.serialized.empty()) << c.text;
    if (!list) continue;
    EXPECT_EQ(serialize_field(*list), c.serialized) << c.text;
  }
  EXPECT_TRUE(parse_field_list("")->empty());
}

TEST(StructuredFields, DictionariesHaveOneForm) {
  const FieldCase cases[] = {
      {"a=1,b;x=2,   c=(d e)", "a=1, b;x=2, c=(d e)"},
      {"a=?1", "a"},
      {"a=1,b=2,a=3", "a=3, b=2"},
      {"keyId=\"x\"", ""},
      {"a==1", ""},
      {"a=", ""},
      {"a=1 b=2", ""},
  };
  for (const auto& c : cases) {
    const auto dictionary = parse_field_dictionary(c.text);
    EXPECT_EQ(dictionary.ok(), !c.serialized.empty()) << c.text;
    if (!dictionary) continue;
    EXPECT_EQ(serialize_field(*dictionary), c.serialized) << c.text;
  }
}

TEST(StructuredFields, WhatCannotBeQuotedIsRefused) {
  EXPECT_EQ(*quote_field_string("a\"b\\"), "\"a\\\"b\\\\\"");
  EXPECT_FALSE(quote_field_string("a\nb").ok());
  EXPECT_FALSE(quote_field_string("\xc3\xa4").ok());
}

}  // namespace
}  // namespace hallway
