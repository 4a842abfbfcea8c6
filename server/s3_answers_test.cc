#include "server/s3_answers.h"

#include <gtest/gtest.h>

namespace hallway::test {
namespace {

constexpr std::string_view kPage =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>media</Name>"
    "<Prefix>a/</Prefix><KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>"
    "<NextContinuationToken>1ueGc/x+y=</NextContinuationToken>"
    "<Contents><Key>a/b &amp; c</Key><LastModified>2026-11-29T20:57:03.000Z</LastModified>"
    "<ETag>&quot;b19&quot;</ETag><Size>6</Size><StorageClass>STANDARD</StorageClass></Contents>"
    "<Contents><Key>a/d</Key><LastModified>2026-11-29T20:57:04.500Z</LastModified>"
    "<Size>5368709120</Size></Contents></ListBucketResult>";

TEST(S3Answers, APageTellsNamesSizesTimesAndWhereToGoOn) {
  const auto page = parse_s3_page(kPage);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->next, "1ueGc/x+y=");
  ASSERT_EQ(page->entries.size(), 2U);
  EXPECT_EQ(page->entries[0].name, "a/b & c");
  EXPECT_EQ(page->entries[0].bytes, 6U);
  EXPECT_EQ(to_rfc3339(page->entries[0].changed), "2026-11-29T20:57:03Z");
  EXPECT_EQ(page->entries[1].bytes, 5'368'709'120U);
}

TEST(S3Answers, TheLastPageHasNoNext) {
  const auto page =
      parse_s3_page("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(page->entries.empty());
  EXPECT_TRUE(page->next.empty());
}

TEST(S3Answers, WhatIsNoWholePageIsRefused) {
  for (const auto xml : {std::string_view(""), std::string_view("<html>"), kPage.substr(0, 300),
                         std::string_view("<Error><Code>NoSuchBucket</Code></Error>"),
                         std::string_view("<ListBucketResult><IsTruncated>true</IsTruncated>"
                                          "</ListBucketResult>"),
                         std::string_view("<!DOCTYPE x [<!ENTITY a \"b\">]><ListBucketResult/>")}) {
    const auto page = parse_s3_page(xml);
    ASSERT_FALSE(page.ok()) << xml;
    EXPECT_EQ(page.error().code, Code::unavailable);
  }
}

TEST(S3Answers, AnErrorSaysItsCode) {
  EXPECT_EQ(s3_error_code("<Error><Code>AccessDenied</Code><Message>no</Message></Error>"),
            "AccessDenied");
  EXPECT_EQ(s3_error_code("<html>a proxy</html>"), "");
  EXPECT_EQ(s3_error_code(""), "");
}

}  // namespace
}  // namespace hallway::test
