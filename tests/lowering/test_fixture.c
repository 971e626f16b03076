/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls the generated lowering of the fixture: outputs, errors, leaks, and nothing touched on failure. */
#include "fixture-plain.h"

#include "check.h"

#define LIBRARY BW_CAUSE_LIBRARY

static bw_error error;
static fx_box *box;
static fx_box *bad;
static char mark;

static fx_box *new_box(const char *name)
{
	fx_box *made = NULL;

	GOOD(bw_fx_box_new(name, &made, &error));
	return made;
}

static void handles_are_made_kept_and_lent(void)
{
	fx_box *parent = new_box("parent"), *child = new_box("child"), *found = NULL;

	GOOD(bw_fx_box_get_parent(child, &found, &error));
	CHECK(!found);
	GOOD(bw_fx_box_get_first(parent, &found, &error));
	CHECK(!found);
	GOOD(bw_fx_box_adopt(parent, child, &error));
	CHECK(fx_refs(child) == 2);
	GOOD(bw_fx_box_get_parent(child, &found, &error));
	CHECK(found == parent && fx_refs(parent) == 1);
	GOOD(bw_fx_box_find(parent, "child", &found, &error));
	CHECK(found == child && fx_refs(child) == 3);
	bw_fx_box_find_free_result(found, 0);
	GOOD(bw_fx_box_get_first(parent, &found, &error));
	CHECK(found == child);
	bw_fx_box_get_first_free_first(found, 0);
	found = (fx_box *)&mark;
	BAD(bw_fx_box_find(parent, "nobody", &found, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_new("", &found, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_get_first(bad, &found, &error), LIBRARY, FX_INVALID);
	CHECK(found == (fx_box *)&mark);
	fx_box_unref(child);
	fx_box_unref(parent);
}

static void a_status_is_the_code(void)
{
	GOOD(bw_fx_check(0, &error));
	CHECK(bw_fx_check(FX_BUSY, &error) == -1);
	CHECK(error.code == FX_BUSY && error.domain == 42 && error.cause == LIBRARY);
	CHECK(!strcmp(error.message, "the code in the error is another one"));
	bw_error_clear(&error);
}

static void messages_are_whole_however_long(void)
{
	char text[700];

	CHECK(bw_fx_fail("short", &error) == -1);
	CHECK(error.message == error.room && !strcmp(error.message, "short"));
	CHECK(error.code == FX_BUSY && error.domain == 42);
	bw_error_clear(&error);

	for (size_t size = 250; size < sizeof(text); size++) {
		memset(text, 'x', size);
		text[size] = '\0';
		CHECK(bw_fx_fail(text, &error) == -1);
		CHECK(!strcmp(error.message, text));
		CHECK((error.message == error.room) == (size < sizeof(error.room)));
		bw_error_clear(&error);
	}
	CHECK(fx_fail("an older error") == -1);
	CHECK(bw_fx_quiet(-1, &error) == -1);
	CHECK(error.code == 0 && !strcmp(error.message, "fx_quiet failed"));
	bw_error_clear(&error);
	CHECK(bw_fx_fail("", &error) == -1);
	CHECK(!strcmp(error.message, "fx_fail failed"));
	bw_error_clear(&error);
	CHECK(bw_fx_fail(NULL, &error) == -1);
	CHECK(!strcmp(error.message, "fx_fail failed"));
	bw_error_clear(&error);
}

static void what_cannot_fail_does_not(void)
{
	fx_point point = { 1, 1 };

	GOOD(bw_fx_box_touch(box, &error));
	GOOD(bw_fx_box_touch(box, &error));
	GOOD(bw_fx_box_ping(box, &error));
	BAD(bw_fx_box_ping(bad, &error), LIBRARY, FX_INVALID);
	GOOD(bw_fx_box_get_point(box, &point, &error));
	CHECK(point.x == 0 && point.y == 0);
}

static void values_keep_their_edges(void)
{
	uint64_t u = 0;
	int64_t i = 0;
	double d = 0;
	int size = -7;
	unsigned int id = 0;

	GOOD(bw_fx_largest(&u, &error));
	CHECK(u == UINT64_MAX);
	GOOD(bw_fx_smallest(&i, &error));
	CHECK(i == INT64_MIN);
	GOOD(bw_fx_echo(UINT64_MAX, INT64_MIN, 0.1, &u, &i, &d, &error));
	CHECK(u == UINT64_MAX && i == INT64_MIN && d == 0.1);
	GOOD(bw_fx_box_get_size(box, &size, &error));
	CHECK(size == 3);
	BAD(bw_fx_box_get_size(bad, &size, &error), LIBRARY, FX_INVALID);
	CHECK(size == 3);
	GOOD(bw_fx_box_get_id(box, &id, &error));
	CHECK(id == 7);
	BAD(bw_fx_box_get_id(bad, &id, &error), LIBRARY, FX_INVALID);
	CHECK(id == 7);
}

static void the_largest_value_can_be_the_failure(void)
{
	unsigned long long bandwidth = 0;

	GOOD(bw_fx_box_get_bandwidth(box, &bandwidth, &error));
	CHECK(bandwidth == INT64_MAX);
	BAD(bw_fx_box_get_bandwidth(bad, &bandwidth, &error), LIBRARY, FX_INVALID);
	CHECK(bandwidth == INT64_MAX);
}

static void a_failing_value_can_be_good(void)
{
	unsigned long limit = 5;
	char *note = &mark;

	fx_leave_error();
	GOOD(bw_fx_box_get_limit(box, 0, &limit, &error));
	CHECK(limit == 0);
	GOOD(bw_fx_box_get_limit(box, 1, &limit, &error));
	CHECK(limit == 4000000000UL);
	BAD(bw_fx_box_get_limit(bad, 1, &limit, &error), LIBRARY, FX_INVALID);
	CHECK(limit == 4000000000UL);

	fx_leave_error();
	GOOD(bw_fx_box_find_note(box, "note", &note, &error));
	CHECK(!note);
	note = &mark;
	BAD(bw_fx_box_find_note(bad, "note", &note, &error), LIBRARY, FX_INVALID);
	CHECK(note == &mark);
	GOOD(bw_fx_box_set_note(box, "milk", &error));
	GOOD(bw_fx_box_find_note(box, "note", &note, &error));
	CHECK(note && !strcmp(note, "milk"));
	bw_fx_box_find_note_free_result(note, 0);
	GOOD(bw_fx_box_set_note(box, NULL, &error));
}

static void truth_comes_in_an_int(void)
{
	bool open = true;

	GOOD(bw_fx_box_set_open(box, false, &error));
	GOOD(bw_fx_box_is_open(box, &open, &error));
	CHECK(!open);
	GOOD(bw_fx_box_set_open(box, true, &error));
	GOOD(bw_fx_box_is_open(box, &open, &error));
	CHECK(open);
	open = false;
	GOOD(bw_fx_box_get_open(box, &open, &error)); /* 256 is true as well */
	CHECK(open);
	BAD(bw_fx_box_is_open(bad, &open, &error), LIBRARY, FX_INVALID);
	open = false;
	BAD(bw_fx_box_get_open(bad, &open, &error), LIBRARY, FX_INVALID);
	CHECK(!open);
}

static void an_enum_comes_through_an_int(void)
{
	fx_state state = FX_STATE_NONE;
	unsigned int reason = 0;

	GOOD(bw_fx_box_set_state(box, FX_STATE_SHUT, &error));
	GOOD(bw_fx_box_get_state(box, &state, &reason, &error));
	CHECK(state == FX_STATE_SHUT && reason == 11);
	BAD(bw_fx_box_get_state(bad, &state, &reason, &error), LIBRARY, FX_BUSY);
	CHECK(state == FX_STATE_SHUT && reason == 11);
	BAD(bw_fx_box_set_state(box, FX_STATE_NONE, &error), LIBRARY, FX_INVALID);
}

static void names_do_not_collide(void)
{
	int sum = 0;

	GOOD(bw_fx_hostile(1, 2, "abc", 4, &sum, &error));
	CHECK(sum == 10);
}

static void strings_are_lent_owned_or_filled(void)
{
	const char *lent = &mark;
	char *owned = &mark;
	char uuid[FX_UUID_STRING_LEN] = "?";
	char label[64] = "?";

	GOOD(bw_fx_box_get_name(box, &lent, &error));
	CHECK(!strcmp(lent, "box"));
	BAD(bw_fx_box_get_name(bad, &lent, &error), LIBRARY, FX_INVALID);
	CHECK(!strcmp(lent, "box"));
	BAD(bw_fx_box_dup_name(bad, &owned, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_copy_name(bad, &owned, &error), LIBRARY, FX_INVALID);
	CHECK(owned == &mark);
	GOOD(bw_fx_box_dup_name(box, &owned, &error));
	CHECK(!strcmp(owned, "box"));
	bw_fx_box_dup_name_free_result(owned, 0);
	GOOD(bw_fx_box_copy_name(box, &owned, &error));
	CHECK(!strcmp(owned, "box"));
	bw_fx_box_copy_name_free_name(owned, 0);
	BAD(bw_fx_box_get_uuid_string(bad, uuid, &error), LIBRARY, FX_INVALID);
	CHECK(!strcmp(uuid, "?"));
	GOOD(bw_fx_box_get_uuid_string(box, uuid, &error));
	CHECK(!strcmp(uuid, "00010203-0405-0607-0809-0a0b0c0d0eff"));
	GOOD(bw_fx_box_get_label(box, label, &error));
	CHECK(!strcmp(label, "64"));
}

static void strings_kept_by_the_library_are_copies(void)
{
	fx_box *other = new_box("other");
	const char *lent = NULL;
	char name[] = "changed";

	GOOD(bw_fx_box_keep_name(other, name, &error));
	name[0] = 'C';
	GOOD(bw_fx_box_get_name(other, &lent, &error));
	CHECK(!strcmp(lent, "changed"));
	fx_box_unref(other);
}

static void strings_with_a_length_bring_it(void)
{
	int length = -1;

	GOOD(bw_fx_measure("four", &length, &error));
	CHECK(length == 4);
	GOOD(bw_fx_measure(NULL, &length, &error));
	CHECK(length == 0);
}

static void strings_are_asked_for_twice(void)
{
	char *text = &mark;
	fx_box *other = new_box("x");

	GOOD(bw_fx_box_get_text(box, &text, &error));
	CHECK(!strcmp(text, "box"));
	bw_fx_box_get_text_free_text(text, 0);
	GOOD(bw_fx_box_keep_name(other, "", &error));
	GOOD(bw_fx_box_get_text(other, &text, &error));
	CHECK(text && !*text);
	bw_fx_box_get_text_free_text(text, 0);
	text = &mark;
	BAD(bw_fx_box_get_text(bad, &text, &error), LIBRARY, FX_INVALID);
	CHECK(text == &mark);
	fx_box_unref(other);
}

static void bytes_of_fixed_size_fill_the_callers_room(void)
{
	unsigned char uuid[16], other[16];
	bool same = false;

	memset(uuid, 99, sizeof(uuid));
	memset(other, 99, sizeof(other));
	BAD(bw_fx_box_get_uuid(bad, uuid, &error), LIBRARY, FX_INVALID);
	CHECK(!memcmp(uuid, other, 16));
	GOOD(bw_fx_box_get_uuid(box, uuid, &error));
	CHECK(uuid[0] == 0 && uuid[15] == 255);
	GOOD(bw_fx_box_has_uuid(box, uuid, &same, &error));
	CHECK(same);
	GOOD(bw_fx_box_has_uuid(box, other, &same, &error));
	CHECK(!same);
}

static void records_come_and_go(void)
{
	fx_info info = { UINT64_MAX, INT64_MIN, 255, 0.5 }, other = { 1, 2, 3, 4 };
	fx_point point = { INT32_MIN, INT32_MAX }, same = { 0, 0 };

	GOOD(bw_fx_box_set_info(box, &info, &error));
	BAD(bw_fx_box_get_info(bad, &other, &error), LIBRARY, FX_INVALID);
	CHECK(other.largest == 1 && other.tiny == 3);
	GOOD(bw_fx_box_get_info(box, &other, &error));
	CHECK(other.largest == UINT64_MAX && other.smallest == INT64_MIN);
	CHECK(other.tiny == 255 && other.ratio == 0.5);
	GOOD(bw_fx_box_set_point(box, &point, &error));
	GOOD(bw_fx_box_get_point(box, &same, &error));
	CHECK(same.x == INT32_MIN && same.y == INT32_MAX);
	point.x = point.y = 0;
	GOOD(bw_fx_box_set_point(box, &point, &error));
}

static void records_are_given_back(void)
{
	fx_item *item = (fx_item *)&mark;
	fx_item room = { NULL, 0 };

	GOOD(bw_fx_box_get_item(box, &item, &error));
	CHECK(!strcmp(item->name, "box") && item->value == 5);
	bw_fx_box_get_item_free_result(item, 0);
	GOOD(bw_fx_box_copy_item(box, &item, &error));
	bw_fx_box_copy_item_free_item(item, 0);
	item = (fx_item *)&mark;
	BAD(bw_fx_box_get_item(bad, &item, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_copy_item(bad, &item, &error), LIBRARY, FX_INVALID);
	CHECK(item == (fx_item *)&mark);
	GOOD(bw_fx_box_read_item(box, &room, &error));
	CHECK(!strcmp(room.name, "box") && room.value == 6);
	bw_fx_box_read_item_free_item(&room, 0);
	GOOD(bw_fx_box_own_item(box, &room, &error));
	CHECK(!strcmp(room.name, "box") && room.value == 8);
	bw_fx_box_own_item_free_item(&room, 0);
}

static void structs_in_a_row_own_their_fields(void)
{
	fx_item *errors = (fx_item *)&mark;
	size_t n = 77;

	BAD(bw_fx_box_list_errors(bad, &errors, &n, &error), LIBRARY, FX_INVALID);
	CHECK(errors == (fx_item *)&mark && n == 77);
	GOOD(bw_fx_box_list_errors(box, &errors, &n, &error));
	CHECK(n == 3 && !strcmp(errors[2].name, "box") && errors[2].value == 2);
	bw_fx_box_list_errors_free_errors(errors, n);
}

/* A fresh box with three ids, in which the number changes between calls. */
static fx_box *growing(int by, int times)
{
	fx_box *made = new_box("growing");

	fx_grow(by, times);
	fx_calls();
	return made;
}

static void lists_are_counted_then_filled(void)
{
	fx_box *other = growing(0, 0);
	int *ids = (int *)&mark;
	size_t n = 77;

	GOOD(bw_fx_box_list_ids(other, &ids, &n, &error));
	CHECK(n == 3 && ids[0] == 100 && ids[2] == 102);
	CHECK(fx_calls() == 2);
	bw_fx_box_list_ids_free_ids(ids, n);
	fx_grow(-3, 1);
	GOOD(bw_fx_box_list_ids(other, &ids, &n, &error));
	CHECK(n == 0);
	bw_fx_box_list_ids_free_ids(ids, n);
	GOOD(bw_fx_box_list_ids(other, &ids, &n, &error));
	CHECK(n == 0);
	bw_fx_box_list_ids_free_ids(ids, n);
	ids = (int *)&mark;
	n = 77;
	BAD(bw_fx_box_list_ids(bad, &ids, &n, &error), LIBRARY, FX_INVALID);
	fx_refuse(1);
	BAD(bw_fx_box_list_ids(other, &ids, &n, &error), LIBRARY, FX_BUSY);
	fx_refuse(0);
	CHECK(ids == (int *)&mark && n == 77);
	fx_box_unref(other);
}

static void a_list_that_grows_is_whole(void)
{
	fx_box *other = growing(1, 1);
	int *ids = NULL;
	char **names = NULL;
	size_t n = 0;

	GOOD(bw_fx_box_list_ids(other, &ids, &n, &error));
	CHECK(n == 4 && ids[3] == 103);
	bw_fx_box_list_ids_free_ids(ids, n);
	fx_grow(1000, 1);
	GOOD(bw_fx_box_list_names(other, &names, &n, &error));
	CHECK(n == 1004 && !strcmp(names[1003], "name-1003"));
	bw_fx_box_list_names_free_names(names, n);
	fx_grow(50, 3);
	GOOD(bw_fx_box_list_names(other, &names, &n, &error));
	CHECK(n == 1104 && !strcmp(names[1103], "name-1103"));
	bw_fx_box_list_names_free_names(names, n);
	fx_box_unref(other);
}

static void a_list_that_never_settles_is_an_error(void)
{
	fx_box *other = growing(1 << 15, 1 << 20);
	char **names = (char **)&mark;
	int *codes = (int *)&mark;
	size_t n = 77;

	BAD(bw_fx_box_list_names(other, &names, &n, &error), BW_CAUSE_UNSTEADY, 0);
	BAD(bw_fx_box_get_codes(other, &codes, &n, &error), BW_CAUSE_UNSTEADY, 0);
	CHECK(names == (char **)&mark && codes == (int *)&mark && n == 77);
	fx_grow(0, 0);
	fx_box_unref(other);
}

static void a_counter_can_return_something_else(void)
{
	fx_box *other = growing(0, 0);
	fx_param *params = (fx_param *)&mark;
	size_t n = 77;

	BAD(bw_fx_box_read_params(bad, &params, &n, &error), LIBRARY, FX_INVALID);
	CHECK(params == (fx_param *)&mark && n == 77);
	GOOD(bw_fx_box_read_params(other, &params, &n, &error));
	CHECK(n == 3 && params[1].value.u == UINT64_MAX && !strcmp(params[2].value.s, "text"));
	bw_fx_box_read_params_free_params(params, n);
	fx_box_unref(other);
}

static void dicts_are_queried_then_filled(void)
{
	fx_box *other = growing(0, 0);
	fx_param *params = (fx_param *)&mark;
	size_t n = 77;

	BAD(bw_fx_box_get_params(bad, 0, &params, &n, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_get_params(other, 2, &params, &n, &error), LIBRARY, FX_INVALID);
	CHECK(params == (fx_param *)&mark && n == 77);
	fx_calls();
	GOOD(bw_fx_box_get_params(other, 1, &params, &n, &error));
	CHECK(fx_calls() == 2);
	CHECK(n == 3 && !strcmp(params[2].key, "key-2") && params[1].type == FX_PARAM_UINT64);
	bw_fx_box_get_params_free_params(params, n);

	fx_grow(2, 2); /* refuses the number it gave, until it stays the same */
	GOOD(bw_fx_box_get_params(other, 0, &params, &n, &error));
	CHECK(n == 7);
	bw_fx_box_get_params_free_params(params, n);

	params = (fx_param *)&mark;
	fx_refuse(1); /* refuses although the number is right: its own failure is shown */
	BAD(bw_fx_box_get_params(other, 0, &params, &n, &error), LIBRARY, FX_BUSY);
	fx_grow(1, 1 << 20);
	BAD(bw_fx_box_get_params(other, 0, &params, &n, &error), LIBRARY, FX_INVALID);
	CHECK(params == (fx_param *)&mark);
	fx_grow(0, 0);

	GOOD(bw_fx_box_set_params(other, NULL, 0, &error));
	GOOD(bw_fx_box_get_params(other, 0, &params, &n, &error));
	CHECK(n == 0);
	bw_fx_box_get_params_free_params(params, n);
	fx_box_unref(other);
}

static void more_than_there_was_room_for_is_fetched_again(void)
{
	fx_box *other = growing(5, 1);
	int *codes = NULL;
	unsigned char *data = NULL;
	size_t n = 0;

	GOOD(bw_fx_box_get_codes(other, &codes, &n, &error));
	CHECK(n == 8 && codes[7] == 70);
	bw_fx_box_get_codes_free_codes(codes, n);
	GOOD(bw_fx_box_read_all(box, &data, &n, &error));
	CHECK(n == 3 && !memcmp(data, "box", 3));
	bw_fx_box_read_all_free_data(data, n);
	fx_box_unref(other);
}

static fx_box *family(void)
{
	fx_box *parent = new_box("parent");

	for (int i = 0; i < 3; i++) {
		fx_box *child = new_box("child");

		GOOD(bw_fx_box_adopt(parent, child, &error));
		fx_box_unref(child);
	}
	return parent;
}

static void lists_of_handles_are_given_back_whole(void)
{
	fx_box *parent = family();
	fx_box **list = (fx_box **)&mark;
	size_t n = 77;

	BAD(bw_fx_box_take_children(bad, &list, &n, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_list_children(bad, &list, &n, &error), LIBRARY, FX_INVALID);
	CHECK(list == (fx_box **)&mark && n == 77);
	GOOD(bw_fx_box_list_children(parent, &list, &n, &error));
	CHECK(n == 3 && fx_refs(list[0]) == 2);
	bw_fx_box_list_children_free_children(list, n);
	GOOD(bw_fx_box_take_children(parent, &list, &n, &error));
	CHECK(n == 3 && fx_refs(list[0]) == 2);
	bw_fx_box_take_children_free_result(list, n);
	GOOD(bw_fx_box_end_children(parent, &list, &n, &error));
	CHECK(n == 3 && fx_refs(list[0]) == 2);
	bw_fx_box_end_children_free_result(list, n);
	GOOD(bw_fx_box_peek_children(parent, &list, &n, &error));
	CHECK(n == 3 && fx_refs(list[0]) == 1);
	bw_fx_box_peek_children_free_children(list, n);
	GOOD(bw_fx_box_end_children(box, &list, &n, &error));
	CHECK(n == 0);
	bw_fx_box_end_children_free_result(list, n);
	fx_box_unref(parent);
}

static void handles_can_be_taken_out_of_lists(void)
{
	fx_box *parent = family();
	fx_box **list = NULL, *taken[9];
	size_t n = 0, got = 0;

	GOOD(bw_fx_box_list_children(parent, &list, &n, &error));
	for (size_t i = 0; i < n; i++)
		taken[got++] = list[i];
	bw_fx_box_list_children_drop_children(list, n);
	GOOD(bw_fx_box_take_children(parent, &list, &n, &error));
	for (size_t i = 0; i < n; i++)
		taken[got++] = list[i];
	bw_fx_box_take_children_drop_result(list, n);
	GOOD(bw_fx_box_end_children(parent, &list, &n, &error));
	for (size_t i = 0; i < n; i++)
		taken[got++] = list[i];
	bw_fx_box_end_children_drop_result(list, n);
	CHECK(got == 9 && fx_refs(taken[0]) == 4);
	while (got)
		fx_box_unref(taken[--got]);

	GOOD(bw_fx_box_list_children(parent, &list, &n, &error));
	taken[got++] = list[0];
	list[0] = NULL;
	bw_fx_box_list_children_free_children(list, n);
	GOOD(bw_fx_box_take_children(parent, &list, &n, &error));
	taken[got++] = list[1];
	list[1] = NULL;
	bw_fx_box_take_children_free_result(list, n);
	GOOD(bw_fx_box_end_children(parent, &list, &n, &error));
	taken[got++] = list[2];
	list[2] = NULL;
	bw_fx_box_end_children_free_result(list, n);
	while (got) {
		CHECK(fx_refs(taken[--got]) == 2);
		fx_box_unref(taken[got]);
	}
	fx_box_unref(parent);
}

static void allocated_lists_know_their_length(void)
{
	char **strings = (char **)&mark;
	const char *const *colours = NULL;
	const int *ids = NULL;
	fx_point *points = NULL;
	fx_item **items = NULL;
	fx_param *params = NULL;
	size_t n = 77;

	BAD(bw_fx_box_list_tags(bad, &strings, &n, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_list_keys(bad, &strings, &n, &error), LIBRARY, FX_INVALID);
	CHECK(strings == (char **)&mark && n == 77);
	GOOD(bw_fx_box_list_tags(box, &strings, &n, &error));
	CHECK(n == 3 && !strcmp(strings[2], "box"));
	bw_fx_box_list_tags_free_tags(strings, n);
	GOOD(bw_fx_box_list_keys(box, &strings, &n, &error));
	CHECK(n == 2 && !strcmp(strings[1], "two"));
	free(strings[0]);
	strings[0] = NULL;
	bw_fx_box_list_keys_free_result(strings, n);
	GOOD(bw_fx_colours(&colours, &n, &error));
	CHECK(n == 3 && !strcmp(colours[2], "blue"));
	GOOD(bw_fx_box_list_points(box, &points, &n, &error));
	CHECK(n == 2 && points[0].x == -1 && points[1].y == 2);
	bw_fx_box_list_points_free_points(points, n);
	GOOD(bw_fx_box_list_items(box, &items, &n, &error));
	CHECK(n == 2 && items[1]->value == 5);
	bw_fx_box_list_items_free_result(items, n);
	GOOD(bw_fx_box_all_params(box, &params, &n, &error));
	CHECK(n == 3 && params[1].value.u == UINT64_MAX);
	bw_fx_box_all_params_free_params(params, n);
	GOOD(bw_fx_box_view_ids(box, &ids, &n, &error));
	CHECK(n == 3 && ids[2] == 3);
}

static void bytes_know_their_length(void)
{
	unsigned char *data = (unsigned char *)&mark;
	const unsigned char *lent = NULL;
	size_t len = 77;

	BAD(bw_fx_box_save(bad, &data, &len, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_raw(bad, &data, &len, &error), LIBRARY, FX_INVALID);
	CHECK(data == (unsigned char *)&mark && len == 77);
	GOOD(bw_fx_box_save(box, &data, &len, &error));
	CHECK(len == 3 && !memcmp(data, "box", 3));
	bw_fx_box_save_free_data(data, len);
	GOOD(bw_fx_box_raw(box, &data, &len, &error));
	CHECK(len == 3 && !memcmp(data, "box", 3));
	bw_fx_box_raw_free_result(data, len);
	GOOD(bw_fx_box_view(box, &lent, &len, &error));
	CHECK(len == 3 && !memcmp(lent, "box", 3));
}

static void lengths_that_cannot_be_are_errors(void)
{
	int *ids = (int *)&mark;
	size_t n = 77;

	BAD(bw_fx_box_broken(box, &ids, &n, &error), BW_CAUSE_UNSTEADY, 0);
	BAD(bw_fx_box_overrun(box, 4, &ids, &n, &error), BW_CAUSE_UNSTEADY, 0);
	CHECK(ids == (int *)&mark && n == 77);
}

static void inputs_say_how_much_room_there_is(void)
{
	unsigned char *data = (unsigned char *)&mark;
	unsigned long long *cells = (unsigned long long *)&mark;
	size_t n = 77;

	BAD(bw_fx_box_peek(box, 2000, 4, &data, &n, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_peek(box, 5, SIZE_MAX, &data, &n, &error), BW_CAUSE_RANGE, 0);
	BAD(bw_fx_box_free_cells(box, 0, -1, &cells, &n, &error), BW_CAUSE_RANGE, 0);
	BAD(bw_fx_box_pack(box, 2, &data, &n, &error), LIBRARY, FX_INVALID);
	CHECK(data == (unsigned char *)&mark && cells == (unsigned long long *)&mark && n == 77);
	GOOD(bw_fx_box_peek(box, 5, 4, &data, &n, &error));
	CHECK(n == 4 && data[0] == 5 && data[3] == 5);
	bw_fx_box_peek_free_buffer(data, n);
	GOOD(bw_fx_box_peek(box, 5, 0, &data, &n, &error));
	CHECK(n == 0);
	bw_fx_box_peek_free_buffer(data, n);
	GOOD(bw_fx_box_take(box, 3, &data, &n, &error));
	CHECK(n == 3 && !memcmp(data, "box", 3));
	bw_fx_box_take_free_data(data, n);
	BAD(bw_fx_box_take(box, 10, &data, &n, &error), BW_CAUSE_WOULD_BLOCK, 0);
	BAD(bw_fx_box_take(box, 6, &data, &n, &error), BW_CAUSE_HOLE, 0);
	BAD(bw_fx_box_take(bad, 3, &data, &n, &error), LIBRARY, FX_INVALID);
	GOOD(bw_fx_box_read(box, 100, &data, &n, &error));
	CHECK(n == 3 && !memcmp(data, "box", 3));
	bw_fx_box_read_free_data(data, n);
	GOOD(bw_fx_box_read(box, 2, &data, &n, &error));
	CHECK(n == 2);
	bw_fx_box_read_free_data(data, n);
	GOOD(bw_fx_box_free_cells(box, 1, 100, &cells, &n, &error));
	CHECK(n == 3 && cells[2] == 3ULL << 60);
	bw_fx_box_free_cells_free_cells(cells, n);
	GOOD(bw_fx_box_pack(box, 100, &data, &n, &error));
	CHECK(n == 3 && !memcmp(data, "box", 3));
	bw_fx_box_pack_free_data(data, n);
}

static void rows_stand_one_behind_the_other(void)
{
	const int factors[] = { 5, 7 };
	unsigned char *cells = NULL, *bits = NULL;
	unsigned long long *products = NULL;
	fx_param *params = NULL;
	size_t n = 77, width = 77;
	int count = 0;

	GOOD(bw_fx_box_grid(box, 5, 2, &cells, &n, &width, &error));
	CHECK(n == 3 && width == 2 && cells[5] == 5);
	bw_fx_box_grid_free_cells(cells, n * width);
	GOOD(bw_fx_box_grid(box, 5, 0, &cells, &n, &width, &error));
	CHECK(n == 3 && width == 0);
	bw_fx_box_grid_free_cells(cells, n * width);
	BAD(bw_fx_box_grid(box, -1, 2, &cells, &n, &width, &error), BW_CAUSE_RANGE, 0);
	BAD(bw_fx_box_grid(box, 2, -1, &cells, &n, &width, &error), BW_CAUSE_RANGE, 0);
	BAD(bw_fx_box_grid(bad, 2, 2, &cells, &n, &width, &error), LIBRARY, FX_INVALID);
	GOOD(bw_fx_box_multiply(box, factors, 2, 9, &products, &n, &width, &error));
	CHECK(n == 2 && width == 2 && products[0] == 5 && products[3] == 14);
	bw_fx_box_multiply_free_products(products, n * width);
	GOOD(bw_fx_box_multiply(box, factors, 0, 9, &products, &n, &width, &error));
	CHECK(n == 0 && width == 0);
	bw_fx_box_multiply_free_products(products, n * width);
	GOOD(bw_fx_box_row_params(box, 3, &params, &n, &width, &error));
	CHECK(n == 3 && width == 2 && params[2].type == FX_PARAM_STRING && params[3].type == FX_PARAM_UINT64);
	bw_fx_box_row_params_free_params(params, n * width);
	GOOD(bw_fx_box_row_params(box, 0, &params, &n, &width, &error));
	CHECK(n == 0 && width == 0);
	bw_fx_box_row_params_free_params(params, n * width);
	GOOD(bw_fx_box_bitmap(box, &count, &bits, &n, &error));
	CHECK(count == 11 && n == 2 && bits[1] == 5);
	bw_fx_box_bitmap_free_bits(bits, n);
}

static void lists_of_fixed_size(void)
{
	fx_point corners[4] = { { 9, 9 }, { 9, 9 }, { 9, 9 }, { 9, 9 } };
	int *codes = NULL;
	size_t n = 0;

	GOOD(bw_fx_box_last_codes(box, &codes, &n, &error));
	CHECK(n == 2 && codes[1] == 5);
	bw_fx_box_last_codes_free_codes(codes, n);
	BAD(bw_fx_box_get_corners(bad, corners, &error), LIBRARY, FX_INVALID);
	CHECK(corners[0].x == 9 && corners[3].y == 9);
	GOOD(bw_fx_box_get_corners(box, corners, &error));
	CHECK(corners[0].x == 1 && corners[3].y == -4 && corners[1].x == 0);
}

static void lists_are_given(void)
{
	const char *words[] = { "one", "two", "three" };
	uint64_t values[] = { UINT64_MAX, 2 }, sum = 0;
	fx_point points[] = { { 2, 3 }, { 4, 5 } };
	fx_param params[2] = { { .type = FX_PARAM_INT, .value.i = 3 }, { .type = FX_PARAM_INT, .value.i = 4 } };
	int count = 0;
	int *ids = NULL;
	size_t n = 0;
	fx_box *other = new_box("other"), *boxes[2] = { box, other };
	char *joined = NULL;

	GOOD(bw_fx_count_words(words, 3, &count, &error));
	CHECK(count == 3);
	GOOD(bw_fx_count_words(NULL, 0, &count, &error));
	CHECK(count == 0);
	GOOD(bw_fx_sum(values, 2, &sum, &error));
	CHECK(sum == 1);
	GOOD(bw_fx_sum_pairs((const int[]){ 2, 3 }, 2, (const uint64_t[]){ 10, 1 }, 2, &sum, &error));
	CHECK(sum == 23);
	BAD(bw_fx_sum_pairs((const int[]){ 2, 3 }, 2, (const uint64_t[]){ 10 }, 1, &sum, &error), BW_CAUSE_UNEVEN, 0);
	GOOD(bw_fx_area(points, 2, &count, &error));
	CHECK(count == 26);
	GOOD(bw_fx_box_set_params(other, params, 2, &error));
	GOOD(bw_fx_box_list_ids(other, &ids, &n, &error));
	CHECK(n == 7);
	bw_fx_box_list_ids_free_ids(ids, n);
	GOOD(bw_fx_join(words, 3, &joined, &error));
	CHECK(!strcmp(joined, "onetwothree"));
	bw_fx_join_free_result(joined, 0);
	GOOD(bw_fx_join(words, 0, &joined, &error));
	CHECK(!*joined);
	bw_fx_join_free_result(joined, 0);
	GOOD(bw_fx_join(NULL, 0, &joined, &error));
	CHECK(!strcmp(joined, "(null)"));
	bw_fx_join_free_result(joined, 0);
	GOOD(bw_fx_sum_boxes(boxes, 2, &count, &error));
	CHECK(count == 8);
	GOOD(bw_fx_sum_boxes(NULL, 0, &count, &error));
	CHECK(count == 0);
	fx_box_unref(other);
}

static void lengths_must_fit(void)
{
	static unsigned char data[300] = { 1, 2, 255 };
	unsigned int sum = 0;
	int length = 0;

	GOOD(bw_fx_checksum(data, 3, &sum, &error));
	CHECK(sum == 258);
	BAD(bw_fx_checksum(data, (size_t)INT_MAX + 1, &sum, &error), BW_CAUSE_RANGE, 0);
	BAD(bw_fx_checksum(data, SIZE_MAX, &sum, &error), BW_CAUSE_RANGE, 0);
	CHECK(sum == 258);
	GOOD(bw_fx_checksum_short(data, 255, &length, &error));
	CHECK(length == 255);
	BAD(bw_fx_checksum_short(data, 256, &length, &error), BW_CAUSE_RANGE, 0);
	CHECK(length == 255);
}

struct seen {
	int opened;
	int params;
	int destroyed;
	int stop_after;
};

static void on_opened(fx_box *of, int code, void *data)
{
	struct seen *seen = data;

	CHECK(of && code == 23);
	seen->opened++;
}

static int on_params(fx_box *of, const fx_param *params, int n, void *data)
{
	struct seen *seen = data;

	CHECK(of && n == 2 && params[1].value.u == UINT64_MAX);
	seen->params++;
	return 40;
}

static void on_destroyed(void *data)
{
	((struct seen *)data)->destroyed++;
}

static int on_step(bool *more, long long *by, void *data)
{
	int *left = data;

	*more = *left > 0;
	*by = 10;
	return (*left)-- > -5 ? 0 : -1;
}

static int on_seen(long long at, void *data)
{
	*(long long *)data += at;
	return at < 100 ? 0 : -1;
}

static void callbacks_share_user_data(void)
{
	long long seen = 0;
	int left = 3;

	GOOD(bw_fx_walk(on_step, &left, on_seen, &seen, &error));
	CHECK(seen == 60 && left == -1);
	left = 20;
	BAD(bw_fx_walk(on_step, &left, on_seen, &seen, &error), LIBRARY, FX_BUSY);
}

static struct timer {
	fx_tick_cb tick;
	void *opaque;
	fx_free_cb ended;
	int every;
} timer;

static int on_add(int every, fx_tick_cb tick, void *opaque, fx_free_cb ended, void *data)
{
	struct timer *put = data;

	*put = (struct timer){ tick, opaque, ended, every };
	return every > 0 ? 7 : -1;
}

static int on_remove(int id, void *data)
{
	struct timer *put = data;

	if (id != 7)
		return -1;
	put->ended(put->opaque);
	return 0;
}

static void callbacks_without_user_data_get_some(void)
{
	int id = 0, ticks = 0;

	GOOD(bw_fx_use_timer(on_add, &timer, on_remove, &timer, &error));
	GOOD(bw_fx_timer_start(5, &id, &error));
	CHECK(id == 7 && timer.every == 5);
	timer.tick(id, timer.opaque);
	GOOD(bw_fx_timer_ticks(&ticks, &error));
	CHECK(ticks == 1007);
	GOOD(bw_fx_timer_stop(id, &error));
	BAD(bw_fx_timer_stop(8, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_timer_start(0, &id, &error), LIBRARY, FX_BUSY);
}

static int on_ask(fx_question *questions, unsigned int n, void *data)
{
	CHECK(n == 2 && questions[1].about == 4 && !questions[1].prompt);
	questions[0].length = (unsigned int)strlen(data);
	questions[0].answer = calloc(1, questions[0].length + 1);
	memcpy(questions[0].answer, data, questions[0].length);
	return *(const char *)data ? 0 : -1;
}

static void records_with_a_callback_are_put_together(void)
{
	const int about[] = { 2, 4 };
	char *told = NULL;

	GOOD(bw_fx_login("me", about, 2, on_ask, (void *)"secret", &told, &error));
	CHECK(!strcmp(told, "me:secret:"));
	bw_fx_login_free_result(told, 0);
}

static void callbacks_are_called_and_let_go(void)
{
	fx_box *other = new_box("other");
	struct seen seen = { 0, 0, 0, 0 };
	int first = -1, second = -1, called = 0;

	GOOD(bw_fx_box_watch_opened(other, on_opened, &seen, on_destroyed, &first, &error));
	GOOD(bw_fx_box_watch_params(other, on_params, &seen, on_destroyed, &second, &error));
	CHECK(first == 0 && second == 1);
	GOOD(bw_fx_box_emit(other, &called, &error));
	CHECK(called == 42 && seen.opened == 1 && seen.params == 1);
	GOOD(bw_fx_box_unwatch(other, first, &error));
	CHECK(seen.destroyed == 1);
	BAD(bw_fx_box_unwatch(other, first, &error), LIBRARY, FX_INVALID);
	BAD(bw_fx_box_watch_opened(bad, on_opened, &seen, on_destroyed, &first, &error), LIBRARY, FX_INVALID);
	GOOD(bw_fx_box_hook(other, on_opened, &seen, on_destroyed, &error));
	GOOD(bw_fx_box_unhook(other, on_opened, &error));
	CHECK(seen.destroyed == 2);
	BAD(bw_fx_box_unhook(other, on_opened, &error), LIBRARY, FX_INVALID);
	fx_box_unref(other);
	CHECK(seen.destroyed == 3);
}

static int on_each(fx_box *child, const char *name, void *data)
{
	struct seen *seen = data;

	CHECK(child && !strcmp(name, "child"));
	return ++seen->opened == seen->stop_after;
}

static void callbacks_end_with_the_call(void)
{
	fx_box *parent = family();
	struct seen seen = { 0, 0, 0, 0 };
	int called = 0;

	GOOD(bw_fx_box_each(parent, on_each, &seen, &called, &error));
	CHECK(called == 3 && seen.opened == 3);
	seen.stop_after = 4;
	BAD(bw_fx_box_each(parent, on_each, &seen, &called, &error), LIBRARY, FX_BUSY);
	fx_box_unref(parent);
}

static int on_fill(fx_box *child, char *data, size_t size, void *left)
{
	int *n = left;

	CHECK(child && size == 4);
	if (*n < 0)
		return -1;
	if (*n > 0)
		data[0] = 7;
	return (*n)-- > 0;
}

static void callbacks_give_bytes(void)
{
	int left = 3;
	int sum = 0;

	GOOD(bw_fx_box_fill(box, on_fill, &left, &sum, &error));
	CHECK(sum == 21 && left == -1);
	BAD(bw_fx_box_fill(box, on_fill, &left, &sum, &error), LIBRARY, FX_BUSY);
}

int main(void)
{
	box = new_box("box");
	bad = new_box("bad");
	RUN(handles_are_made_kept_and_lent);
	RUN(a_status_is_the_code);
	RUN(messages_are_whole_however_long);
	RUN(what_cannot_fail_does_not);
	RUN(values_keep_their_edges);
	RUN(the_largest_value_can_be_the_failure);
	RUN(a_failing_value_can_be_good);
	RUN(truth_comes_in_an_int);
	RUN(an_enum_comes_through_an_int);
	RUN(names_do_not_collide);
	RUN(strings_are_lent_owned_or_filled);
	RUN(strings_kept_by_the_library_are_copies);
	RUN(strings_with_a_length_bring_it);
	RUN(strings_are_asked_for_twice);
	RUN(bytes_of_fixed_size_fill_the_callers_room);
	RUN(records_come_and_go);
	RUN(records_are_given_back);
	RUN(structs_in_a_row_own_their_fields);
	RUN(lists_are_counted_then_filled);
	RUN(a_list_that_grows_is_whole);
	RUN(a_list_that_never_settles_is_an_error);
	RUN(a_counter_can_return_something_else);
	RUN(dicts_are_queried_then_filled);
	RUN(more_than_there_was_room_for_is_fetched_again);
	RUN(lists_of_handles_are_given_back_whole);
	RUN(handles_can_be_taken_out_of_lists);
	RUN(allocated_lists_know_their_length);
	RUN(bytes_know_their_length);
	RUN(lengths_that_cannot_be_are_errors);
	RUN(inputs_say_how_much_room_there_is);
	RUN(rows_stand_one_behind_the_other);
	RUN(lists_of_fixed_size);
	RUN(lists_are_given);
	RUN(lengths_must_fit);
	RUN(callbacks_are_called_and_let_go);
	RUN(callbacks_share_user_data);
	RUN(callbacks_without_user_data_get_some);
	RUN(records_with_a_callback_are_put_together);
	RUN(callbacks_end_with_the_call);
	RUN(callbacks_give_bytes);
	fx_box_unref(box);
	fx_box_unref(bad);
	printf("live handles: %d\n", fx_live());
	return check_failed || fx_live();
}
