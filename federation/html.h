#pragma once
// HTML from strangers and for people: the allowlist sanitizer, plain text of HTML, and escaping.
// Only this file's source knows libxml2's HTML parser. Never fails: what cannot be read is escaped.

#include <string>
#include <string_view>

namespace hallway {

// Keeps p br a span del s pre code blockquote b strong i em u ul ol li h1-h6 ruby rt rp table
// parts, hr img(no: removed). Links keep href (http, https, mailto, xmpp, matrix only), class
// (mention, hashtag, u-url, ellipsis, invisible and h-/p-/u-/dt-/e- microformats), and get
// rel="nofollow noopener noreferrer" target="_blank". Everything else loses its tag, script and
// style also their text. At most 500 KB in; nesting deeper than 64 is flattened.
std::string sanitize_html(std::string_view html);

// Text with line breaks for br, p, li; entities decoded. For search, previews, titles, logs.
std::string text_of_html(std::string_view html);

std::string escape_html(std::string_view text);  // & < > " '

}  // namespace hallway
