#include "storage/record.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

std::string sample() {
  record::PostT post;
  post.id = 7;
  post.iri = "https://a.example/p/7";
  post.content = "<p>Hello</p>";
  post.tags = {"one", "two"};
  post.mentions.push_back(std::make_unique<record::MentionT>());
  post.mentions.back()->name = "@b";
  return encode_record<record::Post>(post);
}

TEST(Record, WhatWasEncodedIsDecoded) {
  const auto post = decode_record<record::Post>(sample()).value();
  EXPECT_EQ(post.id, 7U);
  EXPECT_EQ(post.iri, "https://a.example/p/7");
  EXPECT_EQ(post.tags, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(post.mentions.at(0)->name, "@b");
}

TEST(Record, ZerosBehindItChangeNothing) {
  auto bytes = sample();
  bytes.resize(bytes.size() + 7);
  EXPECT_EQ(decode_record<record::Post>(bytes).value().content, "<p>Hello</p>");
}

TEST(Record, BrokenBytesAreCorruptAndNeverReadBeyondTheirEnd) {
  EXPECT_EQ(decode_record<record::Post>({}).error().code, Code::corrupt);
  EXPECT_EQ(decode_record<record::Post>(std::string(64, '\xff')).error().code, Code::corrupt);
  const auto whole = sample();
  for (size_t size = 0; size < whole.size(); size += 4) {
    const std::string cut = whole.substr(0, size);
    (void)decode_record<record::Post>(cut);
  }
  for (size_t at = 0; at < whole.size(); ++at) {
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      auto changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      (void)decode_record<record::Post>(changed);
    }
  }
}

TEST(Record, SomeFlagsAreReadOfWhatIsNotLookedAtWhole) {
  using record::Post;
  record::PostT post;
  post.content = "text";
  post.local = true;
  const auto whole = encode_record<Post>(post);
  const auto* seen = view_flags<Post>(whole, {Post::VT_LOCAL, Post::VT_GONE});
  ASSERT_NE(seen, nullptr);
  EXPECT_TRUE(seen->local());
  EXPECT_FALSE(seen->gone());
  EXPECT_EQ(view_flags<Post>({}, {Post::VT_LOCAL}), nullptr);
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    const auto* of_cut = view_flags<Post>(cut, {Post::VT_LOCAL});
    if (of_cut) (void)of_cut->local();
  }
  for (size_t at = 0; at < whole.size(); ++at) {
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      auto changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const auto* of_changed = view_flags<Post>(changed, {Post::VT_LOCAL});
      if (of_changed) (void)of_changed->local();
    }
  }
}

TEST(Record, TheEmptyTextIsTheEmptyIri) {
  EXPECT_TRUE(iri_from_record("").empty());
  EXPECT_EQ(iri_from_record("https://a.example/x").text(), "https://a.example/x");
  EXPECT_TRUE(iri_from_record("not an address").empty());
}

}  // namespace
}  // namespace hallway
