#pragma once
// What people of this node bring to be shown with a post or in their profile: made fit for the web
// by hallway-media (server/media_job.h), then kept (server/media_files.h). A picture is made ready
// while its sender waits, a film or a sound afterwards: it stands in DIR/work until then and
// survives a restart. What nobody posts within a day goes.

#include <string>
#include <string_view>
#include <utility>

#include "storage/media.h"
#include "storage/values/result.h"

namespace hallway {

class Node;

inline constexpr size_t kMostDescription = 1'500;  // characters

struct Upload {
  std::string_view bytes;
  std::string description;  // for those who cannot see it
  float focal_x = 0, focal_y = 0;
  std::string_view thumbnail;  // a picture that stands for it; empty: made of it
  bool at_once = false;        // also a film is made ready before this returns
};

// Errors: invalid (no kind that is taken, damaged, a description that is too long), too_large,
// limited (too much of theirs waits), full (no room), unavailable. On an error nothing is kept.
Result<Media> accept_upload(Node& node, Id owner, const Upload& upload);

// A picture for a profile, at most `width` × `height`, cut to fit; gives its address. Errors: as
// above.
Result<Iri> accept_profile_picture(Node& node, std::string_view bytes, uint32_t width,
                                   uint32_t height);

// A picture that is to stand for a film or a sound.
struct Stand {
  Iri url;
  uint32_t width = 0, height = 0;
};
Result<Stand> accept_thumbnail(Node& node, std::string_view bytes);

// A picture in two forms.
struct TwoForms {
  Iri kept, preview;
  std::string kept_type;
};
// An emoji: as it comes, moving where it moves, and standing still. Small as it is shown.
Result<TwoForms> accept_emoji_picture(Node& node, std::string_view bytes);
// A logo: in the middle of a square, for what wants one (`kept`), and as it is (`preview`).
Result<TwoForms> accept_logo(Node& node, std::string_view bytes);

// Makes ready what waits, one after the other. Returns how many. One thread.
size_t run_due_uploads(Node& node);
// Forgets what nobody posted within a day, and what was begun and never finished. One thread.
Result<void> forget_uploads(Node& node);

// Clipped by nobody: invalid where it is too long.
Result<std::string> check_description(std::string_view text);

}  // namespace hallway
