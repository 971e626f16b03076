/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which processors of the host the virtual ones may run on. */

#include "test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* More than any host has; see read_cpu() in host.c. */
#define MAX_CPU ((uint32_t)1 << 30)

void test_pins_free(struct test_pin *pins, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(pins[i].spans);
	free(pins);
}

static struct test_pin *find_pin(const struct test_config *config, uint32_t vcpu)
{
	size_t i;

	for (i = 0; i < config->n_pins; i++)
		if (config->pins[i].vcpu == vcpu)
			return &config->pins[i];
	return NULL;
}

/* Makes sure that there is room for a pin; one without spans means nothing. */
static struct test_pin *make_pin(struct test_config *config, uint32_t vcpu)
{
	struct test_pin *pin = find_pin(config, vcpu);
	struct test_pin *pins;

	if (pin)
		return pin;
	pins = realloc(config->pins, (config->n_pins + 1) * sizeof(*pins));
	if (!pins)
		return NULL;
	config->pins = pins;
	pin = &pins[config->n_pins++];
	*pin = (struct test_pin){.vcpu = vcpu};
	return pin;
}

static int compare_spans(const void *one, const void *other)
{
	uint32_t a = ((const struct test_span *)one)->first;
	uint32_t b = ((const struct test_span *)other)->first;

	return (a > b) - (a < b);
}

/* Sorts spans and joins those without a gap between them; gives how many are left. */
static size_t tidy(struct test_span *spans, size_t n)
{
	size_t last = 0;
	size_t i;

	qsort(spans, n, sizeof(*spans), compare_spans);
	for (i = 1; i < n; i++) {
		if (spans[i].first > spans[last].last + 1)
			spans[++last] = spans[i];
		else if (spans[i].last > spans[last].last)
			spans[last].last = spans[i].last;
	}
	return last + 1;
}

static bool read_number(const char **at, uint32_t *ret)
{
	const char *text = *at;
	uint32_t number = 0;

	for (; *text >= '0' && *text <= '9'; text++) {
		number = number * 10 + (uint32_t)(*text - '0');
		if (number >= MAX_CPU)
			return false;
	}
	if (text == *at)
		return false;
	*at = text;
	*ret = number;
	return true;
}

static bool read_span(const char **at, struct test_span *span)
{
	if (!read_number(at, &span->first))
		return false;
	span->last = span->first;
	if (**at != '-')
		return true;
	(*at)++;
	return read_number(at, &span->last) && span->first <= span->last;
}

static size_t count_commas(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == ',';
	return n;
}

/* Reads numbers and spans with commas between them, such as 0-3,8. */
static keel_status read_spans(const xmlNode *node, const char *text, struct test_pin *pin)
{
	const char *at = text;

	pin->spans = calloc(count_commas(text) + 1, sizeof(*pin->spans));
	if (!pin->spans)
		return keel_error_no_memory();
	while (read_span(&at, &pin->spans[pin->n_spans])) {
		pin->n_spans++;
		if (!*at) {
			pin->n_spans = tidy(pin->spans, pin->n_spans);
			return KEEL_OK;
		}
		if (*at++ != ',')
			break;
	}
	return keel_xml_error(node, "the cpuset of a <vcpupin> is not a list of processors");
}

static keel_status read_pin(const xmlNode *node, struct test_config *config)
{
	uint64_t vcpu = UINT64_MAX;
	struct test_pin *pin;
	keel_status status;
	char *text;

	KEEL_TRY(keel_xml_attribute_u64(node, "vcpu", UINT64_MAX, &vcpu));
	if (vcpu >= config->max_vcpus)
		return keel_xml_error(node, "the <vcpupin> is of no virtual processor");
	if (find_pin(config, (uint32_t)vcpu))
		return keel_xml_error(node, "there is more than one <vcpupin> of the processor");
	KEEL_TRY(keel_xml_attribute(node, "cpuset", &text));
	if (!text)
		return keel_xml_error(node, "the <vcpupin> has no cpuset");
	pin = make_pin(config, (uint32_t)vcpu);
	status = pin ? read_spans(node, text, pin) : keel_error_no_memory();
	free(text);
	return status;
}

keel_status test_pins_read(const xmlNode *node, struct test_config *config)
{
	const xmlNode *pin;

	KEEL_TRY(keel_xml_child(node, "cputune", &node));
	if (!node)
		return KEEL_OK;
	for (pin = keel_xml_next(node->children, "vcpupin"); pin;
	     pin = keel_xml_next(pin->next, "vcpupin"))
		KEEL_TRY(read_pin(pin, config));
	return KEEL_OK;
}

static void write_pin(struct keel_buffer *buffer, const struct test_pin *pin)
{
	size_t i;

	keel_buffer_add(buffer, "    <vcpupin vcpu='%" PRIu32 "' cpuset='", pin->vcpu);
	for (i = 0; i < pin->n_spans; i++) {
		const struct test_span *span = &pin->spans[i];

		keel_buffer_add(buffer, "%s%" PRIu32, i ? "," : "", span->first);
		if (span->last != span->first)
			keel_buffer_add(buffer, "-%" PRIu32, span->last);
	}
	keel_buffer_add(buffer, "'/>\n");
}

void test_pins_write(struct keel_buffer *buffer, const struct test_config *config)
{
	bool any = false;
	size_t i;

	for (i = 0; i < config->n_pins; i++) {
		if (config->pins[i].n_spans == 0)
			continue;
		if (!any)
			keel_buffer_add(buffer, "  <cputune>\n");
		any = true;
		write_pin(buffer, &config->pins[i]);
	}
	if (any)
		keel_buffer_add(buffer, "  </cputune>\n");
}

static keel_status check_vcpu(const struct test_domain *self, uint32_t vcpu)
{
	if (vcpu < self->config->vcpus)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
			  "the domain '%s' has no virtual processor %" PRIu32,
			  keel_domain_get_name(&self->base), vcpu);
}

/* How many processors of a host there are in a span. */
static uint32_t span_size(const struct test_span *span, uint32_t n_host)
{
	if (span->first >= n_host)
		return 0;
	return (span->last < n_host ? span->last + 1 : n_host) - span->first;
}

static size_t count_cpus(const struct test_pin *pin, uint32_t n_host)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < pin->n_spans; i++)
		n += span_size(&pin->spans[i], n_host);
	return n;
}

static keel_status give_cpus(const struct test_pin *pin, uint32_t n_host, uint32_t **ret,
			     size_t *ret_n)
{
	size_t room = count_cpus(pin, n_host);
	uint32_t *cpus = malloc((room + 1) * sizeof(*cpus));
	size_t n = 0;
	size_t i;

	if (!cpus)
		return keel_error_no_memory();
	for (i = 0; i < pin->n_spans; i++) {
		const struct test_span *span = &pin->spans[i];
		uint32_t left = span_size(span, n_host);
		uint32_t cpu = span->first;

		for (; left; left--)
			cpus[n++] = cpu++;
	}
	*ret = cpus;
	*ret_n = n;
	return KEEL_OK;
}

/* A pin to processors that the host lacks means nothing, and so does none. */
static keel_status get_affinity(const struct test_domain *self, uint32_t vcpu, uint32_t **ret,
				size_t *ret_n)
{
	uint32_t n_host = self->host->info.cpus;
	struct test_span all = {0, n_host - 1};
	struct test_pin anywhere = {.spans = &all, .n_spans = 1};
	const struct test_pin *pin;

	KEEL_TRY(check_vcpu(self, vcpu));
	pin = find_pin(self->config, vcpu);
	if (!pin || count_cpus(pin, n_host) == 0)
		pin = &anywhere;
	return give_cpus(pin, n_host, ret, ret_n);
}

keel_status test_domain_get_vcpu_affinity(const keel_domain *domain, uint32_t vcpu, uint32_t **ret,
					  size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_affinity(self, vcpu, ret, ret_n));
}

static keel_status check_cpus(const struct test_domain *self, const uint32_t *cpus, size_t n)
{
	size_t i;

	if (n == 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "a virtual processor needs a processor to run on");
	for (i = 0; i < n; i++)
		if (cpus[i] >= self->host->info.cpus)
			return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
					  "the host has no processor %" PRIu32, cpus[i]);
	return KEEL_OK;
}

static keel_status make_spans(const uint32_t *cpus, size_t n, struct test_pin *ret)
{
	size_t i;

	ret->spans = calloc(n, sizeof(*ret->spans));
	if (!ret->spans)
		return keel_error_no_memory();
	for (i = 0; i < n; i++)
		ret->spans[i] = (struct test_span){cpus[i], cpus[i]};
	ret->n_spans = tidy(ret->spans, n);
	return KEEL_OK;
}

static void put_spans(struct test_pin *pin, const struct test_pin *from)
{
	free(pin->spans);
	pin->spans = from->spans;
	pin->n_spans = from->n_spans;
}

/* All the memory first, so that nothing changes without it. */
static keel_status set_affinity(struct test_domain *self, uint32_t vcpu, const uint32_t *cpus,
				size_t n)
{
	struct test_config *next = self->next_config;
	struct test_pin *pin;
	struct test_pin *next_pin = NULL;
	struct test_pin made = {0};
	struct test_pin next_made = {0};

	KEEL_TRY(check_vcpu(self, vcpu));
	KEEL_TRY(check_cpus(self, cpus, n));
	if (next && vcpu >= next->max_vcpus)
		next = NULL;
	pin = make_pin(self->config, vcpu);
	if (next)
		next_pin = make_pin(next, vcpu);
	if (!pin || (next && !next_pin))
		return keel_error_no_memory();
	KEEL_TRY(make_spans(cpus, n, &made));
	if (next && make_spans(cpus, n, &next_made) != KEEL_OK) {
		free(made.spans);
		return KEEL_STATUS_NO_MEMORY;
	}
	put_spans(pin, &made);
	if (next)
		put_spans(next_pin, &next_made);
	return KEEL_OK;
}

keel_status test_domain_set_vcpu_affinity(keel_domain *domain, uint32_t vcpu, const uint32_t *cpus,
					  size_t n_cpus)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_affinity(self, vcpu, cpus, n_cpus));
}
