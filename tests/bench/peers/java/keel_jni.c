/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C side of KeelJni.java. */
#include <jni.h>
#include <keel/keel.h>

static jclass failure_class;
static jmethodID failure_init, visitor_visit;

JNIEXPORT jint JNI_OnLoad(JavaVM *vm, void *reserved)
{
	JNIEnv *env;
	jclass visitor;

	(void)reserved;
	if ((*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8) != JNI_OK)
		return JNI_ERR;
	failure_class = (*env)->NewGlobalRef(env, (*env)->FindClass(env, "KeelJni$Failure"));
	failure_init = (*env)->GetMethodID(env, failure_class, "<init>", "(IILjava/lang/String;)V");
	visitor = (*env)->FindClass(env, "KeelJni$Visitor");
	visitor_visit = (*env)->GetMethodID(env, visitor, "visit", "(J)Z");
	return JNI_VERSION_1_8;
}

static __attribute__((cold, noinline)) void fail(JNIEnv *env)
{
	jstring message = (*env)->NewStringUTF(env, keel_last_error_message());
	jobject failure = (*env)->NewObject(env, failure_class, failure_init, (jint)keel_last_error_status(),
					    (jint)keel_last_error_domain(), message);

	(*env)->Throw(env, failure);
}

JNIEXPORT jlong JNICALL Java_KeelJni_open(JNIEnv *env, jclass type, jstring uri)
{
	const char *text = (*env)->GetStringUTFChars(env, uri, NULL);
	keel_connection *connection = NULL;

	(void)type;
	if (keel_connection_open(text, 0, &connection))
		fail(env);
	(*env)->ReleaseStringUTFChars(env, uri, text);
	return (jlong)connection;
}

JNIEXPORT void JNICALL Java_KeelJni_dropConnection(JNIEnv *env, jclass type, jlong handle)
{
	(void)env;
	(void)type;
	keel_connection_unref((keel_connection *)handle);
}

JNIEXPORT jboolean JNICALL Java_KeelJni_readOnly(JNIEnv *env, jclass type, jlong handle)
{
	(void)env;
	(void)type;
	return keel_connection_is_read_only((keel_connection *)handle);
}

JNIEXPORT jlong JNICALL Java_KeelJni_lookUp(JNIEnv *env, jclass type, jlong handle, jstring name)
{
	const char *text = (*env)->GetStringUTFChars(env, name, NULL);
	keel_domain *domain = NULL;

	(void)type;
	if (keel_connection_lookup_domain_by_name((keel_connection *)handle, text, &domain))
		fail(env);
	(*env)->ReleaseStringUTFChars(env, name, text);
	return (jlong)domain;
}

JNIEXPORT jlongArray JNICALL Java_KeelJni_listDomains(JNIEnv *env, jclass type, jlong handle)
{
	keel_domain **items = NULL;
	jlongArray list;
	size_t n = 0;

	(void)type;
	if (keel_connection_list_domains((keel_connection *)handle, 0, &items, &n)) {
		fail(env);
		return NULL;
	}
	list = (*env)->NewLongArray(env, (jsize)n);
	(*env)->SetLongArrayRegion(env, list, 0, (jsize)n, (const jlong *)items);
	keel_free(items);
	return list;
}

struct visit {
	JNIEnv *env;
	jobject visitor;
};

static bool visit(keel_domain *domain, void *data)
{
	struct visit *v = data;

	return (*v->env)->CallBooleanMethod(v->env, v->visitor, visitor_visit, (jlong)domain);
}

JNIEXPORT void JNICALL Java_KeelJni_foreachDomain(JNIEnv *env, jclass type, jlong handle, jobject visitor)
{
	struct visit v = { env, visitor };

	(void)type;
	if (keel_connection_foreach_domain((keel_connection *)handle, 0, visit, &v))
		fail(env);
}

JNIEXPORT void JNICALL Java_KeelJni_drop(JNIEnv *env, jclass type, jlong handle)
{
	(void)env;
	(void)type;
	keel_domain_unref((keel_domain *)handle);
}

JNIEXPORT jboolean JNICALL Java_KeelJni_active(JNIEnv *env, jclass type, jlong handle)
{
	bool active = false;

	(void)type;
	if (keel_domain_is_active((keel_domain *)handle, &active))
		fail(env);
	return active;
}

JNIEXPORT jstring JNICALL Java_KeelJni_name(JNIEnv *env, jclass type, jlong handle)
{
	(void)type;
	return (*env)->NewStringUTF(env, keel_domain_get_name((keel_domain *)handle));
}

JNIEXPORT void JNICALL Java_KeelJni_info(JNIEnv *env, jclass type, jlong handle, jlongArray numbers)
{
	keel_domain_info info;
	jlong fields[5];

	(void)type;
	if (keel_domain_get_info((keel_domain *)handle, &info)) {
		fail(env);
		return;
	}
	fields[0] = info.state;
	fields[1] = info.vcpus;
	fields[2] = (jlong)info.max_memory_kib;
	fields[3] = (jlong)info.memory_kib;
	fields[4] = (jlong)info.cpu_time_ns;
	(*env)->SetLongArrayRegion(env, numbers, 0, 5, fields);
}
