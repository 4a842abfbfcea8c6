#include "server/media/media_kind.h"

#include <gtest/gtest.h>

#include <string>

namespace hallway {
namespace {

using namespace std::string_literals;

std::string padded(std::string bytes) {
  bytes.resize(64);
  return bytes;
}

TEST(MediaKind, IsToldByTheFirstBytes) {
  struct Case {
    std::string bytes, decoder, media_type;
    MediaFamily family;
  };
  using enum MediaFamily;
  const Case cases[] = {
      {"\xff\xd8\xff\xe0", "jpeg", "image/jpeg", picture},
      {"\x89PNG\r\n\x1a\n", "png", "image/png", picture},
      {"GIF89a", "gif", "image/gif", picture},
      {"RIFF\x01\0\0\0WEBPVP8 "s, "webp", "image/webp", picture},
      {"\0\0\0\x20"s + "ftypavif", "heif", "image/avif", picture},
      {"\0\0\0\x20"s + "ftypheic", "heif", "image/heic", picture},
      {"\0\0\0\x20"s + "ftypisom", "mov", "video/mp4", film},
      {"\0\0\0\x20"s + "ftypqt  ", "mov", "video/quicktime", film},
      {"\0\0\0\x20"s + "ftypM4A ", "mov", "audio/mp4", sound},
      {"\x1a\x45\xdf\xa3", "matroska", "video/webm", film},
      {"RIFF\x01\0\0\0AVI LIST"s, "avi", "video/x-msvideo", film},
      {"RIFF\x01\0\0\0WAVEfmt "s, "wav", "audio/wav", sound},
      {"OggS", "ogg", "audio/ogg", sound},
      {"ID3\x04", "mp3", "audio/mpeg", sound},
      {"\xff\xfb\x90\x64", "mp3", "audio/mpeg", sound},
      {"\xff\xf1\x50\x80", "aac", "audio/aac", sound},
      {"fLaC", "flac", "audio/flac", sound},
  };
  for (const auto& one : cases) {
    const auto kind = kind_of(padded(one.bytes));
    ASSERT_TRUE(kind) << one.media_type;
    EXPECT_EQ(kind->decoder, one.decoder);
    EXPECT_EQ(kind->media_type, one.media_type);
    EXPECT_EQ(kind->family, one.family) << one.media_type;
  }
}

TEST(MediaKind, IsNoneOfWhatCouldLeadADecoderElsewhere) {
  for (const auto& bytes :
       {"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/"s, "<svg xmlns='http://www.w3.org/2000/svg'>"s,
        "ffconcat version 1.0\nfile /etc/passwd"s, "%PDF-1.7"s, "%!PS-Adobe-3.0"s,
        "push graphic-context\nviewbox 0 0 640 480"s, "<?xml version='1.0'?>"s, "8BPS"s, "II*\0"s,
        "BM"s, "MZ"s, "RIFF\x01\0\0\0RMID"s, "XXXX\0\0\0\0WEBP"s, ""s}) {
    EXPECT_FALSE(kind_of(padded(bytes))) << bytes;
  }
  EXPECT_FALSE(kind_of("GIF89a")) << "too short for anything";
}

// A GIF of `frames` pictures of one pixel.
std::string gif_of(int frames) {
  std::string gif = "GIF89a\x01\0\x01\0\x80\0\0"s + "\0\0\0\xff\xff\xff"s;
  for (int i = 0; i < frames; ++i) {
    gif += "\x21\xf9\x04\0\x0a\0\0\0"s + "\x2c\0\0\0\0\x01\0\x01\0\0"s + "\x02\x02\x44\x01\0"s;
  }
  return gif + "\x3b";
}

TEST(MediaKind, OfAGifWithMoreThanOnePictureIsAFilm) {
  EXPECT_FALSE(is_animated_gif(gif_of(1)));
  EXPECT_TRUE(is_animated_gif(gif_of(2)));
  EXPECT_EQ(kind_of(gif_of(1))->family, MediaFamily::picture);
  EXPECT_EQ(kind_of(gif_of(3))->family, MediaFamily::film);
  EXPECT_EQ(kind_of(gif_of(3))->decoder, "gif");
}

TEST(MediaKind, OfAGifThatIsCutAnywhereIsToldWithoutReadingBeyond) {
  const auto whole = gif_of(2);
  for (size_t size = 0; size < whole.size(); ++size) {
    (void)is_animated_gif(std::string(whole, 0, size));
  }
  EXPECT_FALSE(is_animated_gif(whole.substr(0, 30)));
}

}  // namespace
}  // namespace hallway
