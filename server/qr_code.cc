#include "server/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace hallway {
namespace {

constexpr int kQuiet = 4;  // modules around the code, ISO/IEC 18004 §5.3.8

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

// One path: a square for each run of dark modules in a row.
std::string path_of(const QRcode& code) {
  std::string path;
  for (int y = 0; y < code.width; ++y) {
    for (int x = 0; x < code.width; ++x) {
      const auto dark = [&](int at) { return (code.data[y * code.width + at] & 1) != 0; };
      if (!dark(x)) continue;
      int end = x;
      while (end < code.width && dark(end)) ++end;
      const auto length = std::to_string(end - x);
      path.append("M").append(std::to_string(x + kQuiet)).append(" ");
      path.append(std::to_string(y + kQuiet)).append("h").append(length).append("v1h-");
      path.append(length).append("z");
      x = end;
    }
  }
  return path;
}

}  // namespace

Result<std::string> qr_code_svg(std::string_view text) {
  const std::string copy(text);
  const std::unique_ptr<QRcode, FreeCode> code(
      QRcode_encodeString(copy.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, /*casesensitive=*/1));
  if (!code) return fail(Code::invalid, "this cannot be made a QR code");
  const auto size = std::to_string(code->width + 2 * kQuiet);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"QR code\" "
         "width=\"240\" height=\"240\" viewBox=\"0 0 " +
         size + " " + size + "\"><path fill=\"#fff\" d=\"M0 0h" + size + "v" + size + "h-" + size +
         "z\"/><path d=\"" + path_of(*code) + "\"/></svg>";
}

}  // namespace hallway
