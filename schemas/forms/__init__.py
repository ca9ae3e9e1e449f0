"""Questions, scales, answers and what makes an answer acceptable."""
