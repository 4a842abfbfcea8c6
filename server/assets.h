#pragma once
// What pages are made with: the style sheet, the icon, and drawn faces for people without a
// picture.

#include "server/routes.h"

namespace hallway {

Result<Response> style_sheet(Node& node, const Call& call);
Result<Response> icon(Node& node, const Call& call);
// A coloured disc with the first letter of {name}: the same name always gets the same.
Result<Response> drawn_face(Node& node, const Call& call);
Result<Response> drawn_header(Node& node, const Call& call);

}  // namespace hallway
