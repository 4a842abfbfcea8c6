#include "server/demo_picture.h"

#include <zlib.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace hallway::demo {
namespace {

constexpr int kWidth = 720, kHeight = 400;

struct Colour {
  uint8_t red, green, blue;
};

class Canvas {
 public:
  explicit Canvas(Colour paper) : pixels_(static_cast<size_t>(kWidth) * kHeight, paper) {}

  void set(int x, int y, Colour colour) {
    if (x < 0 || y < 0 || x >= kWidth || y >= kHeight) return;
    pixels_[static_cast<size_t>(y) * kWidth + static_cast<size_t>(x)] = colour;
  }
  void rectangle(int x, int y, int width, int height, Colour colour) {
    for (int row = y; row < y + height; ++row) {
      for (int column = x; column < x + width; ++column) set(column, row, colour);
    }
  }
  void disc(int x, int y, int radius, Colour colour) {
    for (int row = -radius; row <= radius; ++row) {
      for (int column = -radius; column <= radius; ++column) {
        if (row * row + column * column <= radius * radius) set(x + column, y + row, colour);
      }
    }
  }

  // PNG (ISO/IEC 15948): eight bits of red, green and blue, no filter, one IDAT.
  [[nodiscard]] std::string png() const;

 private:
  std::vector<Colour> pixels_;
};

void add_number(std::string& out, uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xff);
}

void add_chunk(std::string& out, std::string_view type, std::string_view data) {
  add_number(out, static_cast<uint32_t>(data.size()));
  const std::string body = std::string(type) + std::string(data);
  out += body;
  add_number(out, static_cast<uint32_t>(::crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                                                static_cast<uInt>(body.size()))));
}

std::string Canvas::png() const {
  std::string rows;
  rows.reserve(pixels_.size() * 3 + kHeight);
  for (size_t i = 0; i < pixels_.size(); ++i) {
    if (i % kWidth == 0) rows += '\0';  // filter: none
    for (const uint8_t part : {pixels_[i].red, pixels_[i].green, pixels_[i].blue}) {
      rows += static_cast<char>(part);
    }
  }
  auto size = ::compressBound(rows.size());
  std::string packed(size, '\0');
  ::compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
              reinterpret_cast<const Bytef*>(rows.data()), rows.size(), Z_BEST_COMPRESSION);
  packed.resize(size);
  std::string header;
  add_number(header, kWidth);
  add_number(header, kHeight);
  header.append("\x08\x02\x00\x00\x00", 5);
  std::string out("\x89PNG\r\n\x1a\n", 8);
  add_chunk(out, "IHDR", header);
  add_chunk(out, "IDAT", packed);
  add_chunk(out, "IEND", "");
  return out;
}

Canvas bearing() {
  Canvas canvas({244, 241, 234});
  const int x = kWidth / 2, y = kHeight / 2;
  canvas.disc(x, y, 178, {62, 79, 96});
  canvas.disc(x, y, 148, {214, 220, 226});
  canvas.disc(x, y, 100, {62, 79, 96});
  canvas.disc(x, y, 70, {244, 241, 234});
  for (int ball = 0; ball < 12; ++ball) {
    const double angle = ball * std::numbers::pi / 6;
    const int bx = x + static_cast<int>(124 * std::cos(angle));
    const int by = y + static_cast<int>(124 * std::sin(angle));
    canvas.disc(bx, by, 22, {149, 163, 178});
    canvas.disc(bx - 6, by - 6, 6, {238, 242, 246});
  }
  return canvas;
}

Canvas latency() {
  Canvas canvas({250, 250, 252});
  constexpr std::array kBars = {64, 70, 58, 76, 82, 66, 61, 74, 90, 71, 68, 80, 77, 168, 186};
  for (int line = 1; line <= 4; ++line)
    canvas.rectangle(60, 350 - line * 70, 620, 1, {216, 219, 226});
  int x = 76;
  for (const int bar : kBars) {
    canvas.rectangle(x, 350 - bar, 28, bar,
                     bar > 100 ? Colour{214, 108, 44} : Colour{38, 110, 138});
    x += 40;
  }
  canvas.rectangle(60, 350, 620, 3, {40, 44, 52});
  canvas.rectangle(58, 60, 3, 293, {40, 44, 52});
  return canvas;
}

Canvas palette() {
  Canvas canvas({255, 255, 255});
  constexpr std::array<Colour, 5> kStripes = {
      {{24, 52, 94}, {20, 118, 122}, {222, 200, 160}, {214, 108, 44}, {120, 32, 36}}};
  int x = 20;
  for (const auto stripe : kStripes) {
    canvas.rectangle(x, 20, 128, 360, stripe);
    x += 138;
  }
  return canvas;
}

Canvas hills() {
  Canvas canvas({0, 0, 0});
  for (int y = 0; y < kHeight; ++y) {
    const auto part = [&](int top, int bottom) {
      return static_cast<uint8_t>(top + (bottom - top) * y / kHeight);
    };
    canvas.rectangle(0, y, kWidth, 1, {part(92, 255), part(124, 214), part(186, 150)});
  }
  canvas.disc(470, 210, 62, {255, 236, 170});
  constexpr std::array<Colour, 3> kRows = {{{112, 134, 178}, {66, 90, 140}, {34, 52, 92}}};
  for (size_t row = 0; row < kRows.size(); ++row) {
    const double r = static_cast<double>(row);
    for (int x = 0; x < kWidth; ++x) {
      const double wave = std::sin(x / (90.0 + 20 * r) + 1.7 * r) + 0.4 * std::sin(x / 37.0 + r);
      const int top = static_cast<int>(230 + 55 * r - 34 * wave);
      canvas.rectangle(x, top, 1, kHeight - top, kRows[row]);
    }
  }
  return canvas;
}

}  // namespace

std::string draw_picture(std::string_view name) {
  if (name == "bearing") return bearing().png();
  if (name == "latency") return latency().png();
  if (name == "palette") return palette().png();
  if (name == "hills") return hills().png();
  return {};
}

}  // namespace hallway::demo
