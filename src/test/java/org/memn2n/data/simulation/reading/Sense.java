package org.memn2n.data.simulation.reading;

/** What a sentence was read to say; the letters are its parts in {@link Said}. */
enum Sense {
    /** A goes to b. */
    GOES,
    /** The one, or those, of the sentence before go to b. */
    GOES_ON,
    /** A and b go to c. */
    GO_TOGETHER,
    /** A went to b at the time c. */
    WENT_AT,
    /** A takes b. */
    TAKES,
    /** A puts down b. */
    DROPS,
    /** A gives b to c. */
    GIVES,
    /** A is in b. */
    IS_IN,
    /** A is not in b. */
    IS_NOT_IN,
    /** A is in b or in c. */
    IS_IN_EITHER,
    /** A lies in the direction b of c. */
    LIES,
    /** Those of kind a fear those of kind b. */
    FEAR,
    /** A is of kind b. */
    IS_A,
    /** A is, or feels, b. */
    IS_SOMEHOW,
    /** A is smaller than b. */
    IS_SMALLER,
    /** Nothing that matters. */
    IDLE,

    /** Where is a? A person or an object. */
    WHERE_IS,
    /** Where was the object a before b? */
    WHERE_WAS_OBJECT,
    /** Where was the person a before b? */
    WHERE_WAS_PERSON,
    /** Is a in b? */
    IS_THERE,
    /** What lies in the direction a of b? */
    WHAT_LIES,
    /** What did a give to b? */
    WHAT_GAVE,
    /** Who gave a, to b if that is named? */
    WHO_GAVE,
    /** To whom was a given, by b if that is named? */
    WHO_RECEIVED,
    /** How many things does a carry? */
    HOW_MANY,
    /** What does a carry? */
    WHAT_CARRIES,
    /** What does a fear? */
    WHAT_FEARS,
    /** Which colour has a? */
    WHICH_COLOUR,
    /** Does a lie in the direction b of c? */
    DOES_LIE,
    /** Is a smaller than b? */
    IS_IT_SMALLER,
    /** What is the way from a to b? */
    WHICH_WAY,
    /** Where will a go? */
    WHERE_WILL_GO,
    /** Why did a go to b? */
    WHY_GO,
    /** Why did a get b? */
    WHY_GET
}
