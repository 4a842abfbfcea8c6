#include "server/coding.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "server/body.h"

namespace hallway {
namespace {

using ::testing::SizeIs;

const std::string kLongText(5'000, 'a');

std::string inflated_text(std::string_view gzip) {
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  std::string out(100'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
  stream.avail_in = static_cast<uInt>(gzip.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  ::inflateEnd(&stream);
  return out;
}

Request who_takes(std::string_view accepted, std::string method = "GET") {
  Request request{.method = std::move(method)};
  if (!accepted.empty()) request.headers.add("Accept-Encoding", std::string(accepted));
  return request;
}

std::string coding_header(const Response& response, std::string_view name) {
  return std::string(response.headers.find(name).value_or(""));
}

TEST(Coding, IsWhatTheReaderTakes) {
  const struct {
    const char* accepted;
    bool gzip;
  } kCases[] = {
      {"gzip", true},
      {"GZIP", true},
      {"deflate, gzip;q=1.0, *;q=0.5", true},
      {"br , gzip ; q=0.5", true},
      {"gzip;Q=0.001", true},
      {"*", true},
      {"*;q=0.3", true},
      {"gzip, identity", true},
      {"identity;q=0, gzip;q=0.2", true},
      {"identity;q=0.5, *;q=0.7", true},
      {"", false},
      {"identity", false},
      {"br, x-gzip2", false},
      {"gzip;q=0", false},
      {"gzip;q=0.000", false},
      {"*, gzip;q=0", false},
      {"*;q=0", false},
      {"identity;q=1, gzip;q=0.5", false},
      {"gzip;q=0.5, *", false},  // which identity is one of
      {"gzip;q=2", false},
      {"gzip;q=1.001", false},
      {"gzip;q=0.1234", false},
      {"gzip;q=", false},
      {"gzip;q=-1", false},
      {"gzip;q=1x", false},
      {"gzip;level=1", false},
      {",;,= ,", false},
  };
  for (const auto& c : kCases) EXPECT_EQ(takes_coding(c.accepted, "gzip"), c.gzip) << c.accepted;
}

TEST(Coding, OfALongTextIsSmallAndTheSameText) {
  auto response = text_answer(200, kJsonType, kLongText);
  ASSERT_TRUE(is_compressible(Area::api, who_takes("gzip"), response));
  compress_for(who_takes("gzip"), response);
  EXPECT_EQ(coding_header(response, "Content-Encoding"), "gzip");
  EXPECT_EQ(coding_header(response, "Vary"), "Accept-Encoding");
  EXPECT_LT(response.body.size(), 100U);
  EXPECT_EQ(inflated_text(response.body), kLongText);
}

TEST(Coding, WhoTakesNoneGetsTheBytesAndCachesHearOfTheOther) {
  auto response = text_answer(200, kJsonType, kLongText);
  response.headers.set("Vary", "Accept, Signature");
  response.headers.set("ETag", "\"x\"");
  compress_for(who_takes("gzip;q=0"), response);
  EXPECT_EQ(response.body, kLongText);
  EXPECT_EQ(coding_header(response, "Content-Encoding"), "");
  EXPECT_EQ(coding_header(response, "Vary"), "Accept, Signature, Accept-Encoding");
  EXPECT_EQ(coding_header(response, "ETag"), "\"x\"");
}

TEST(Coding, IsForTextsOfSomeLengthThatSomebodyReads) {
  const auto plain = [](std::string_view type, std::string body) {
    return text_answer(200, type, std::move(body));
  };
  for (const auto* type :
       {"application/json; charset=utf-8", "text/html", "text/vtt; charset=utf-8",
        "application/activity+json; charset=utf-8", "image/svg+xml"}) {
    EXPECT_TRUE(is_compressible(Area::api, who_takes(""), plain(type, kLongText))) << type;
  }
  for (const auto* type : {"image/png", "video/mp4", "application/zip", "application/jsonx", ""}) {
    EXPECT_FALSE(is_compressible(Area::api, who_takes(""), plain(type, kLongText))) << type;
  }
  const auto text = plain(kJsonType, kLongText);
  EXPECT_TRUE(is_compressible(Area::api, who_takes("", "HEAD"), text));
  for (const auto* method : {"POST", "PUT", "DELETE"}) {
    EXPECT_FALSE(is_compressible(Area::api, who_takes("", method), text)) << method;
  }
  EXPECT_FALSE(is_compressible(Area::api, who_takes(""), plain(kJsonType, "{}")));
}

TEST(Coding, LeavesPiecesStreamsAndWhatIsCodedAlready) {
  struct NoBody : Body {
    [[nodiscard]] uint64_t size() const override { return 5'000; }
    Result<std::string> read() override { return std::string(5'000, 'a'); }
  };
  const auto text = text_answer(200, kJsonType, kLongText);
  auto coded = text;
  coded.headers.set("Content-Encoding", "br");
  auto part = text;
  part.status = 206;
  auto file = text;
  file.source = std::make_shared<NoBody>();
  auto session = text;
  session.headers.set("Set-Cookie", "hallway=secret");
  for (const auto& one : {coded, part, file, session}) {
    EXPECT_FALSE(is_compressible(Area::api, who_takes("gzip"), one));
  }
}

TEST(Coding, NoPageIsCompressedThatKnowsItsReaderOrHoldsASecret) {
  const auto page = text_answer(200, kHtmlType, kLongText);
  EXPECT_TRUE(is_compressible(Area::page, who_takes("gzip"), page));
  auto signed_in = who_takes("gzip");
  signed_in.headers.add("Cookie", "hallway=secret");
  EXPECT_FALSE(is_compressible(Area::page, signed_in, page));
  EXPECT_TRUE(is_compressible(Area::api, signed_in, page));
  auto form = page;
  form.headers.set("Cache-Control", "no-store");
  EXPECT_FALSE(is_compressible(Area::page, who_takes("gzip"), form));
}

TEST(Coding, AnEntityTagIsOfTheBytesThatAreSentAndEitherIsKnownAgain) {
  const auto text = text_answer(200, kActivityType, kLongText);
  const auto ask = [&](std::string_view accepted, const std::string& known) {
    auto request = who_takes(accepted);
    if (!known.empty()) request.headers.add("If-None-Match", known);
    auto response = text;
    tag_entity(request, response);
    compress_for(request, response);
    return response;
  };
  const auto plain = coding_header(ask("", ""), "ETag");
  const auto coded = coding_header(ask("gzip", ""), "ETag");
  EXPECT_NE(plain, coded);
  EXPECT_TRUE(coded.ends_with("-gzip\"")) << coded;
  for (const auto& known : {plain, coded, "W/" + coded}) {
    for (const auto* accepted : {"gzip", ""}) {
      const auto again = ask(accepted, known);
      EXPECT_EQ(again.status, 304) << known << accepted;
      EXPECT_THAT(again.body, SizeIs(0));
      EXPECT_EQ(coding_header(again, "Content-Encoding"), "");
      EXPECT_EQ(coding_header(again, "Vary"), "Accept-Encoding");
      EXPECT_EQ(coding_header(again, "ETag"), *accepted ? coded : plain);
    }
  }
  EXPECT_EQ(ask("gzip", "\"other-gzip\"").status, 200);
  auto changing = who_takes("", "PUT");
  changing.headers.add("If-Match", coded);
  EXPECT_TRUE(is_as_asked(changing, kLongText));
  EXPECT_FALSE(is_as_asked(changing, kLongText + "b"));
}

}  // namespace
}  // namespace hallway
