#pragma once
// The page that staff use (frontend/), as its build left it: one table of files within the binary,
// each compressed beforehand. Empty where the node was built without it.

#include <span>
#include <string>
#include <string_view>

namespace hallway {

struct PageFile {
  std::string_view path;  // "index.html", "files/index-B4d0.js"
  std::string_view type;  // as Content-Type says it
  std::string_view brotli, gzip;
};

// Written by frontend/embed.js.
std::span<const PageFile> page_files();

// Nothing where there is none at `path`.
const PageFile* find_page_file(std::string_view path);

// How `file` is sent to who accepts these codings (the value of Accept-Encoding).
struct CodedFile {
  std::string_view coding;  // "br", "gzip"; empty: as it is
  std::string body;
};
CodedFile coded_for(const PageFile& file, std::string_view accepted);

}  // namespace hallway
