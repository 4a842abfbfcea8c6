#include "storage/values/result.h"

namespace hallway {

std::string_view name_of(Code code) {
  switch (code) {
    case Code::invalid: return "invalid";
    case Code::unauthenticated: return "unauthenticated";
    case Code::forbidden: return "forbidden";
    case Code::not_found: return "not_found";
    case Code::gone: return "gone";
    case Code::conflict: return "conflict";
    case Code::too_large: return "too_large";
    case Code::limited: return "limited";
    case Code::full: return "full";
    case Code::unavailable: return "unavailable";
    case Code::corrupt: return "corrupt";
    case Code::internal: return "internal";
  }
  return "internal";
}

}  // namespace hallway
