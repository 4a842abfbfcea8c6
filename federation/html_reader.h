#pragma once
// Reads HTML as leniently as browsers do, in one pass and in time linear in its length whatever it
// holds. (libxml2's own HTML parser needs 13 seconds for 500 KB of unclosed tags, and this is what
// strangers send to the inbox.) Used by html.cc, and by page_links.cc, which decodes.

#include <string>
#include <string_view>

#include "federation/html_writer.h"

namespace hallway::html {

// Feeds `writer` with properly nested events. Comments, processing instructions, CDATA and the
// content of hidden tags make none; unknown tags are passed over. `html` is clean text.
void read(std::string_view html, Writer& writer);

// Text with its character references decoded: numbered ones, and those HTML 4 names.
void decode(std::string_view text, std::string& out);

}  // namespace hallway::html
