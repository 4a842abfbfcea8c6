#pragma once
// How a poll looks on a page for people, and the form to vote in it.

#include <string_view>

#include "server/html_page.h"
#include "storage/posts.h"

namespace hallway {

// Options with their votes, and until when, or that it has ended.
void write_poll(Html& html, const Post& post, Time now);
// A form that sends `post` and one `choice` for each option chosen, by number; the caller has
// opened it and closes it.
void write_choices(Html& html, const Post& post);

}  // namespace hallway
