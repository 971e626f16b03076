// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import module java.base;

/// Publishes what a listener is told.
///
/// It listens from the beginning until it is closed, which completes its subscribers.
/// Each subscriber gets all events from then on, on a thread of its own and as fast as it asks for them; one that is
/// further behind than there is room for gets an error.
///
/// @param <T> what is published
public final class EventPublisher<T> implements Flow.Publisher<T>, AutoCloseable {
    /// How many events wait for a subscriber at most.
    private static final int ROOM = 1 << 16;

    private final SubmissionPublisher<T> publisher = new SubmissionPublisher<>(ForkJoinPool.commonPool(), ROOM);
    private final AtomicReference<Runnable> end = new AtomicReference<>();

    private EventPublisher() {}

    /// Begins to listen.
    ///
    /// @param <T> what is published
    /// @param <K> what tells one listener from others
    /// @param listen registers a listener, which gives each event to what it is given
    /// @param forget removes the listener again
    /// @return the publisher, to be closed
    public static <T, K> EventPublisher<T> of(Function<Consumer<T>, K> listen, Consumer<? super K> forget) {
        final EventPublisher<T> made = new EventPublisher<>();
        final K key = listen.apply(made::publish);
        made.end.set(() -> forget.accept(key));
        return made;
    }

    private void publish(T event) {
        if (!publisher.isClosed()) {
            publisher.offer(event, (subscriber, lost) -> {
                subscriber.onError(new IllegalStateException("events came faster than they were taken"));
                return false;
            });
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        publisher.subscribe(subscriber);
    }

    @Override
    public void close() {
        final Runnable once = end.getAndSet(null);
        if (once != null) {
            try {
                once.run();
            } finally {
                publisher.close();
            }
        }
    }
}
