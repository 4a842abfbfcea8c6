#pragma once
// The few characters from which a client draws a blurred picture while the real one is on its way
// (blurha.sh: the amplitudes of a small cosine transform, in base 83). Pure.

#include <cstdint>
#include <span>
#include <string>

namespace hallway {

// `rgb`: width × height pixels of three bytes each, sRGB, row by row. Both sides should be small,
// say 32: the cost is their product. `across` and `down`: from 1 to 9 waves. Empty where the
// figures do not fit each other.
struct BlurhashWaves {
  int across = 4, down = 3;
};
std::string blurhash_of(std::span<const uint8_t> rgb, size_t width, size_t height,
                        BlurhashWaves waves);

// As many waves as suit the shape: about twelve, more along the longer side.
BlurhashWaves waves_for(size_t width, size_t height);

}  // namespace hallway
