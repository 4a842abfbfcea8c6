#pragma once
// QR codes (ISO/IEC 18004) as pictures in a page.

#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

// An <svg> element that stands in a page of ours without script or style of its own: black on
// white, with the quiet zone that readers need, whatever colours the page has. Fails with invalid
// where `text` is empty or too long for a code.
Result<std::string> qr_code_svg(std::string_view text);

}  // namespace hallway
