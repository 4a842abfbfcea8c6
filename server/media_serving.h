#pragma once
// Files of posts over HTTP: in parts where asked (RFC 9110 §14), cached for good since a name never
// means other bytes, and never as anything that a browser would run. Whoever has the address of a
// file may have the file, as the address says what is in it: nobody guesses one.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "federation/http.h"
#include "server/body.h"
#include "server/routes.h"

namespace hallway {

class Node;

struct ServedFile {
  uint64_t size = 0;
  // `length` bytes from `first` on.
  std::function<Result<std::shared_ptr<Body>>(uint64_t first, uint64_t length)> open;
  std::string_view media_type;
  std::string tag;        // without quotes; the same only for the same bytes
  bool for_good = false;  // the address never means other bytes
};

// One on this node's disk. Fails with not_found.
Result<ServedFile> file_at(const std::filesystem::path& path, std::string_view media_type,
                           std::string tag);

// 200, 206 or 416; what is longer than a piece (server/body.h) is read while it is sent. Errors:
// those of opening it.
Result<Response> serve_file(const Request& request, const ServedFile& file);

Result<Response> show_media(Node& node, const Call& call);  // /media/{file}

}  // namespace hallway
