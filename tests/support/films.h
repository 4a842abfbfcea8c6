#pragma once
// Files for tests, made by ffmpeg when a test runs: none lies in the tree.

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/store.h"

namespace hallway::test {

// What a shell command printed.
inline std::string printed_by(const std::string& command) {
  std::string printed;
  FILE* pipe = ::popen(command.c_str(), "r");
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) printed += static_cast<char>(c);
  ::pclose(pipe);
  return printed;
}

// The bytes of what ffmpeg makes of `words`: "-f lavfi -i testsrc2=size=80x60 -frames:v 1 -f
// mjpeg".
inline std::string made_by_ffmpeg(const std::string& words) {
  const TempDir folder;
  const auto path = folder.path() / "made";
  printed_by("ffmpeg -nostdin -v error -y " + words + " " + path.string());
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  EXPECT_FALSE(bytes.empty()) << words;
  return bytes;
}

inline std::string a_photo() {
  return made_by_ffmpeg("-f lavfi -i testsrc2=size=800x600 -frames:v 1 -f mjpeg");
}
inline std::string a_film() {
  return made_by_ffmpeg(
      "-f lavfi -i testsrc2=size=160x120:rate=10:duration=1 -f lavfi -i sine=duration=1 "
      "-c:v libvpx -c:a libopus -f webm");
}
inline std::string a_sound() {
  return made_by_ffmpeg("-f lavfi -i sine=duration=1 -c:a libvorbis -f ogg");
}

}  // namespace hallway::test
