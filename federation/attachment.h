#pragma once
// Files and links of an object on the wire, in all the forms that others send: attachment, image,
// icon, the several links of a video. Pure.

#include "storage/posts.h"
#include "storage/values/json.h"

namespace hallway {

// The page for people: `url` may be a string, a Link, or a list of these, one of which is HTML.
Iri page_of(const Json& object);

// Sets post.attachments, at most 32, by post.type: an Image, Video, Audio or Document is its own
// first attachment (of the links of a video the best that is no taller than 720 lines); a page that
// a Page is about is a "Link" with the object's image as its preview.
void read_attachments(const Json& object, Post& post);

Json attachment_json(const Attachment& attachment);
// An Image with its media type, as far as the end of its name tells.
Json picture_json(const Iri& url);

}  // namespace hallway
