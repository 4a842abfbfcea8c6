#include "server/media/blurhash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

namespace hallway {
namespace {

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
static_assert(kDigits.size() == 83);

using Colour = std::array<double, 3>;  // linear light

double linear(uint8_t value) {
  const double v = value / 255.0;
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

int srgb(double value) {
  const double v = std::clamp(value, 0.0, 1.0);
  const double s = v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
  return static_cast<int>(std::lround(s * 255));
}

void add_number(std::string& out, int value, int digits) {
  int unit = 1;
  for (int i = 1; i < digits; ++i) unit *= 83;
  for (; unit > 0; unit /= 83) out += kDigits[static_cast<size_t>(value / unit % 83)];
}

Colour amplitude(std::span<const Colour> pixels, size_t width, size_t i, size_t j) {
  const size_t height = pixels.size() / width;
  std::vector<double> along(width);
  for (size_t x = 0; x < width; ++x) {
    along[x] = std::cos(std::numbers::pi * static_cast<double>(i * x) / static_cast<double>(width));
  }
  Colour sum{};
  for (size_t y = 0; y < height; ++y) {
    const double down =
        std::cos(std::numbers::pi * static_cast<double>(j * y) / static_cast<double>(height));
    for (size_t x = 0; x < width; ++x) {
      for (size_t c = 0; c < 3; ++c) sum[c] += along[x] * down * pixels[y * width + x][c];
    }
  }
  const double scale = (i == 0 && j == 0 ? 1.0 : 2.0) / static_cast<double>(pixels.size());
  for (auto& channel : sum) channel *= scale;
  return sum;
}

// A wave's amplitude in 19 steps a channel, finer near zero.
int quantized(const Colour& wave, double largest) {
  int number = 0;
  for (const double channel : wave) {
    const double part = channel / largest;
    const double root = std::copysign(std::sqrt(std::abs(part)), part);
    number = number * 19 + std::clamp(static_cast<int>(std::floor(root * 9 + 9.5)), 0, 18);
  }
  return number;
}

}  // namespace

std::string blurhash_of(std::span<const uint8_t> rgb, size_t width, size_t height,
                        BlurhashWaves waves) {
  const bool fits = waves.across >= 1 && waves.across <= 9 && waves.down >= 1 && waves.down <= 9;
  if (!fits || rgb.empty() || rgb.size() != width * height * 3) return {};
  std::vector<Colour> pixels(width * height);
  for (size_t i = 0; i < pixels.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) pixels[i][c] = linear(rgb[i * 3 + c]);
  }
  std::vector<Colour> found;
  for (int j = 0; j < waves.down; ++j) {
    for (int i = 0; i < waves.across; ++i) {
      found.push_back(amplitude(pixels, width, static_cast<size_t>(i), static_cast<size_t>(j)));
    }
  }
  double most = 0;
  for (const auto& wave : std::span(found).subspan(1)) {
    for (const double channel : wave) most = std::max(most, std::abs(channel));
  }
  const int step = std::clamp(static_cast<int>(std::floor(most * 166 - 0.5)), 0, 82);
  std::string out;
  add_number(out, waves.across - 1 + (waves.down - 1) * 9, 1);
  add_number(out, found.size() > 1 ? step : 0, 1);
  const auto& mean = found.front();
  add_number(out, srgb(mean[0]) << 16 | srgb(mean[1]) << 8 | srgb(mean[2]), 4);
  for (const auto& wave : std::span(found).subspan(1)) {
    add_number(out, quantized(wave, (step + 1) / 166.0), 2);
  }
  return out;
}

BlurhashWaves waves_for(size_t width, size_t height) {
  if (width > 2 * height) return {5, 2};
  if (height > 2 * width) return {2, 5};
  return width >= height ? BlurhashWaves{4, 3} : BlurhashWaves{3, 4};
}

}  // namespace hallway
