#pragma once
// Create, Update and Delete that a program submits (ActivityPub §6.2 to §6.4): of posts, of one's
// own actor, and of objects that this node has no meaning for (federation/other_object.h).

#include "server/social/submission.h"

namespace hallway::social {

// Each gives the id of the activity that it wrote. Errors: those of publish(), edit_post(),
// delete_post(), update_profile() and of federation/other_object.h; forbidden (it is somebody
// else's, or an account, which is not deleted so).
Result<Iri> create(const Submission& submission);
Result<Iri> update(const Submission& submission);
Result<Iri> remove(const Submission& submission);  // Delete

}  // namespace hallway::social
